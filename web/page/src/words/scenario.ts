/* What a scenario says of itself to the page, beside what the engine knows of it: its questions, stories, named events
 * and words. `explorer.json` in its folder holds what is the same in every language, `explorer.en.json` and
 * `explorer.es.json` the words. All of them may be missing, and every part of them: then the page shows the engine's
 * own words, and no question or story. docs: scenario-format.md, "Words for the page". */
import type { Margin, Month } from "../engine/types";

/* One lever with a few stops, the first of which is what happened. */
export type StoryLever =
  /* the policies hold until one of these days; "" to the end */
  | { kind: "until"; ends: string[]; full: number }
  /* one parameter set to these values; the policies give its first day; `was`: the value of history */
  | { kind: "values"; parameter: string; values: number[]; was: number; full: number }
  /* scaled rows grow with the factor; rows that set are there or not */
  | { kind: "much"; factors: number[]; full: number };

export interface Shown {
  series?: string;
  margin?: Margin;
  cell?: string;
  window?: [Month, Month];
  at?: "was" | "full";
}
export interface Question {
  id: string;
  policies: string[];
  from?: string; // rows begin on this day, whatever their policies say
  lever: StoryLever;
  window?: [Month, Month];
  story?: string;
}
export interface Story extends Question {
  steps: Shown[];
}
export interface Facts {
  events?: { id: string; day: string }[];
  questions?: Question[];
  stories?: Story[];
}

export interface Clause {
  is?: string; // "{n} people were waiting in border cities"
  more?: string;
  less?: string;
  same?: string;
  unsure?: string;
}
export interface QuestionWords {
  title?: string;
  about?: string;
  lever?: string;
  stops?: string[]; // names of stops, where the page's own are not enough
  asked?: string; // a line of the rights and doubts that stand beside it
}
export interface StoryWords extends QuestionWords {
  lead?: string;
  steps?: { title: string; text: string }[];
}
export interface Texts {
  title?: string;
  lede?: string;
  claims?: string; // of the documents whose statements are judged
  clauses?: Record<string, Clause>;
  events?: Record<string, string>;
  questions?: Record<string, QuestionWords>;
  stories?: Record<string, StoryWords>;
  series?: Record<string, { heading?: string; meaning?: string; told?: string }>;
  levers?: Record<string, { name?: string; meaning?: string }>;
  policies?: Record<string, { title?: string; about?: string }>;
  names?: Record<string, string>; // nationalities, groups, places, units, outcomes
}
export interface ScenarioWords {
  facts: Facts;
  en: Texts;
  es: Texts;
}

function part<T>(id: string): T {
  const e = document.getElementById(id);
  try {
    return e?.textContent ? (JSON.parse(e.textContent) as T) : ({} as T);
  } catch {
    return {} as T; // the build checks these; a page without them still works
  }
}

export const scenarioWords = (): ScenarioWords => ({
  facts: part("explorer"), en: part("explorer-en"), es: part("explorer-es"),
});
