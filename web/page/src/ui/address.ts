/* The address after the # holds what the page shows: language, view, what-if, focus. A part that cannot be read is left
 * out and said. */
import type { About, Margin } from "../engine/types";
import { LANGS, type Lang } from "../words/words";
import { fromAddress, refused, toAddress, type Settings, type WhatIf } from "./rows";

export type View = "start" | "stories" | "bench" | "compare" | "trust" | "uses";
export const VIEWS: View[] = ["start", "stories", "bench", "compare", "trust"];

export interface Focus {
  margin: Margin;
  cell: string;
}
export interface State {
  lang: Lang;
  view: View;
  question: string;
  story: string;
  step: number;
  stop: number; // of the lever of a question or story
  base: WhatIf | null; // of the workbench, under its levers
  settings: Settings;
  focus: Focus | null;
  whole: boolean;
  section: string;
  kept: WhatIf[];
}

export const MARGINS: Margin[] = ["place", "nationality", "group"];
export const MOST_KEPT = 4;

export function fresh(lang: Lang): State {
  return { lang, view: "start", question: "", story: "", step: 0, stop: 0, base: null, settings: new Map(),
           focus: null, whole: false, section: "", kept: [] };
}

export function write(s: State, about: About): string {
  const q = new URLSearchParams();
  let path = `${s.lang}/${s.view}`;
  if (s.view === "stories" && s.story) path += `/${encodeURIComponent(s.story)}/${s.step + 1}`;
  if (s.view === "start" && s.question) q.set("q", s.question);
  if (s.view === "stories" ? s.story : s.view === "start" && s.stop > 0) q.set("s", String(s.stop));
  if (s.base) q.set("p", toAddress(s.base, about));
  for (const [path_, v] of s.settings) q.append("l", [path_, v.value, v.from, v.until].join(";"));
  if (s.focus) q.set("f", `${s.focus.margin}:${s.focus.cell}`);
  if (s.whole) q.set("w", "all");
  if (s.section) q.set("c", s.section);
  for (const k of s.kept) q.append("k", toAddress(k, about));
  const rest = q.toString();
  return `#${path}${rest ? `?${rest}` : ""}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function readLever(text: string, about: About, s: State): void {
  const [path = "", value = "", from = "", until = ""] = text.split(";");
  const lever = about.levers.find((l) => l.path === path);
  const n = Number(value);
  if (!lever || value === "" || !Number.isFinite(n) || n < Math.min(0, lever.low) || n > Math.max(3, lever.high) ||
      !DAY.test(from) || (until !== "" && !DAY.test(until)))
    throw new Error(text);
  s.settings.set(path, { value: n, from, until });
}

function readWhatIf(text: string, about: About): WhatIf {
  const w = fromAddress(text, about);
  const why = refused(w.rows, about);
  if (why) throw new Error(why);
  return w;
}

export function read(hash: string, about: About, otherwise: Lang): { state: State; wrong: string[] } {
  const wrong: string[] = [];
  const [path = "", rest = ""] = hash.replace(/^#\/?/, "").split("?");
  const [lang = "", view = "", story = "", step = ""] = path.split("/");
  const s = fresh(LANGS.includes(lang as Lang) ? (lang as Lang) : otherwise);
  if ([...VIEWS, "uses"].includes(view as View)) s.view = view as View;
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (e) {
      wrong.push(e instanceof Error ? e.message : String(e));
    }
  };
  attempt(() => (s.story = decodeURIComponent(story)));
  s.step = Math.max(0, Math.min(4, Number(step) - 1 || 0));
  const q = new URLSearchParams(rest);
  s.question = q.get("q") ?? "";
  // of a story without it: where the story's own steps have set the lever
  s.stop = q.has("s") || s.view !== "stories" ? Math.max(0, Math.floor(Number(q.get("s")) || 0)) : -1;
  s.whole = q.get("w") === "all";
  s.section = q.get("c") ?? "";
  const p = q.get("p");
  if (p) attempt(() => (s.base = readWhatIf(p, about)));
  for (const l of q.getAll("l")) attempt(() => readLever(l, about, s));
  for (const k of q.getAll("k").slice(0, MOST_KEPT)) attempt(() => s.kept.push(readWhatIf(k, about)));
  const [margin = "", ...cell] = (q.get("f") ?? "").split(":");
  if (MARGINS.includes(margin as Margin)) s.focus = { margin: margin as Margin, cell: cell.join(":") };
  return { state: s, wrong };
}
