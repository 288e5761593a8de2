/* The answer in words: where people are and who is hurt first, how sure it is, the rest; and all the sentences of a
 * what-if. */
import type { SeriesInfo } from "../engine/types";
import { clause, counted, within, rangeWords, tell, type Measures } from "../words/sentences";
import { directionOf, type Direction } from "../words/measure";
import { capital, type Words } from "../words/words";
import { h, renew, text } from "./dom";
import { over, rank } from "./picture";
import { MEMBERS, type Run } from "./run";
import { effectOf, measuresOf } from "./totals";

/* Those who wait, who is hurt, then the main series: the order of every short answer. */
export function firstOf(w: Words): SeriesInfo[] {
  const harm = w.about.series.filter((s) => s.harm && s.headline);
  const list = harm.length ? harm : w.about.series.filter((s) => s.harm);
  return [...list.filter((s) => s.overTime !== "ratio").sort((a, b) => rank(a) - rank(b)),
          ...w.about.series.filter((s) => s.main)];
}

/* What happened: people in the last month, and flows of the twelve months to it. */
export function happened(w: Words, run: Run): string {
  const { base } = run.shown;
  if (!base) return "";
  const last = base.months.length - 1;
  const parts = { month: [] as string[], year: [] as string[] };
  for (const s of firstOf(w)) {
    const x = base.tables.get(`${s.name}/total`)?.values[0];
    if (!x) continue;
    const stock = s.overTime === "mean";
    if (!Number.isFinite(x[last] as number)) return ""; // the run has not come so far
    const n = over(s, x, base.months, stock ? last : Math.max(0, last - 11), last);
    const words = w.clause(s.name).is ?? w.t("clauseIs", { what: within(w, s), n: "{n}" });
    (stock ? parts.month : parts.year).push(words.replace("{n}", w.rounded(counted(s) ? Math.round(n) : n)));
  }
  const month = w.month(base.months[last] ?? "");
  const first = parts.month.length ? w.t("inMonth", { month }) + w.list(parts.month) + ". " : "";
  return first + (parts.year.length ? w.t("inYearTo", { month }) + w.list(parts.year) + "." : "");
}

/* Many of which the same is said stand in one sentence: they hide what differs. `alone` tells one, `all` names several. */
function together(list: Part[], alone: (p: Part) => string, all: (names: Part[]) => string): string[] {
  return list.length < 2 ? list.map(alone) : [all(list)];
}

/* How sure it is: what stands in brackets, or how many runs are still missing; what kind of range it is, folded. */
export function doubtOf(w: Words, members: number, done: number, of: number): Node[] {
  if (members < 2) return [h("p", {}, `${w.t("rangeNone", { n: done, of })} ${w.t("noCause")}`)];
  return [h("p", {}, `${w.t("rangeIs", { words: rangeWords(w, members), kind: w.kind() })} ${w.t("noCause")}`),
          h("details", {}, h("summary", {}, w.t("rangeWhat", { kind: w.kind() })), h("p", {}, `${capital(w.kindMeans())}.`))];
}

/* A series and what the what-if does to it. */
interface Part {
  s: SeriesInfo;
  words: string; // its clause
  way: Direction;
}

export interface ShortAnswer {
  first: string; // where people are and who is hurt
  rest: string[];
  doubt: Node[];
}

/* The first sentence: those who wait, and of those who are hurt what the step is about, else the first harm that rises and
 * the first that falls; if none does, the first. */
function leadOf(parts: Part[], besides: SeriesInfo | undefined): Part[] {
  const harm = parts.filter((p) => p.s.harm);
  const where = harm.find((p) => p.s.overTime === "mean");
  const hurt = harm.filter((p) => p !== where);
  const asked = hurt.filter((p) => p.s === besides);
  const sure = (["more", "less"] as const).flatMap((way) => hurt.find((p) => p.way === way) ?? []);
  const told = asked.length ? asked : sure.length ? hurt.filter((p) => sure.includes(p)) : hurt.slice(0, 1);
  const lead = [...(where ? [where] : []), ...told];
  return lead.length ? lead : parts.slice(0, 1);
}

export function shortAnswer(w: Words, run: Run, x: Measures, besides?: SeriesInfo): ShortAnswer {
  const first = firstOf(w);
  const list = besides && !first.includes(besides) ? [besides, ...first] : first;
  const parts = list.flatMap((s): Part[] => {
    const m = x.total(s.name);
    const words = clause(w, x, s);
    return m && words ? [{ s, words, way: directionOf(m) }] : [];
  });
  const lead = leadOf(parts, besides);
  const left = parts.filter((p) => !lead.includes(p));
  const sure = (p: Part) => p.way === "less" || p.way === "more" || p.s === besides;
  const names = (l: Part[]) => w.list(l.map((p) => within(w, p.s)));
  const rest = [...left.filter(sure).map((p) => p.words),
    ...together(left.filter((p) => !sure(p) && p.way === "unsure"), (p) => p.words, (l) => w.t("clausesUnsure", { list: names(l) })),
    ...together(left.filter((p) => !sure(p) && p.way !== "unsure"), (p) => p.words, (l) => w.t("clausesSame", { list: names(l) }))];
  const span = w.t("inPeriod", { from: w.month(x.from), until: w.month(x.until) });
  const { bands } = run.shown;
  const doubt = doubtOf(w, x.members, run.bandIsFresh ? (bands?.members ?? 0) : 0, bands?.of ?? MEMBERS);
  return { first: `${span}${w.list(lead.map((p) => p.words))}.`, rest: rest.map((line) => `${capital(line)}.`), doubt };
}

/* Where the answer stands: where people are and who is hurt, how sure that is, and the rest line by line. */
export class AnswerBox {
  private readonly first = h("p", {});
  private readonly doubt = h("div", { class: "doubt" });
  private readonly rest = h("ul", {});
  readonly root = h("div", { class: "answer" }, this.first, this.doubt, this.rest);
  show(told: ShortAnswer | string): void {
    const a = typeof told === "string" ? { first: told, rest: [], doubt: [] } : told;
    text(this.first, a.first);
    renew(this.doubt, a.doubt);
    renew(this.rest, a.rest.map((line) => h("li", {}, line)));
    this.rest.hidden = a.rest.length === 0;
  }
}

/* Of events of the schedule those whose parameter a row of the what-if sets on that day. */
export function touchedEvents(run: Run) {
  const { rows } = run.shown;
  return run.engine.about.schedule.filter((e) =>
    rows.some((r) => r.parameter === e.parameter && r.from <= e.from && (r.until === "" || e.from <= r.until)));
}

/* The sentences of `vado whatif`, harm first; null while nothing is there to tell. */
export function sentencesOf(w: Words, run: Run): HTMLElement | null {
  const x = measuresOf(run);
  if (!x) return null;
  const told = tell(w, x, effectOf(run), touchedEvents(run));
  const known = (lines: string[]) => lines.filter((l) => x.members > 1 || !l.endsWith(w.t("s_unknown", { what: "" })));
  const part = (title: string, lines: string[], about = "") => {
    const list = known(lines);
    return list.length ? h("section", {}, h("h4", {}, title, about ? h("small", {}, ` ${about}`) : null),
                           h("ul", {}, ...list.map((l) => h("li", {}, l)))) : null;
  };
  const main = w.about.series.find((s) => s.main);
  return h("div", { class: "sentences" },
    h("p", { class: "head" }, told.head),
    part(w.t("s_harm"), told.harm), part(w.t("s_worse"), told.worse.lines, told.worse.title),
    part(main ? w.heading(main) : "", told.first), part(w.t("s_whom"), told.whom), part(w.t("s_later"), told.later),
    told.last.length ? h("ul", {}, ...told.last.map((l) => h("li", {}, l))) : null);
}
