/* The answer in words: one sentence of where people are and who is hurt, and all the sentences of a what-if. */
import type { SeriesInfo } from "../engine/types";
import { clause, counted, within, rangeWords, tell, type Measures } from "../words/sentences";
import { directionOf } from "../words/measure";
import { capital, type Words } from "../words/words";
import { h } from "./dom";
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
  if (!base || base.done < base.months.length) return "";
  const last = base.months.length - 1;
  const parts = { month: [] as string[], year: [] as string[] };
  for (const s of firstOf(w)) {
    const x = base.tables.get(`${s.name}/total`)?.values[0];
    if (!x) continue;
    const stock = s.overTime === "mean";
    const n = over(s, x, base.months, stock ? last : Math.max(0, last - 11), last);
    const words = w.clause(s.name).is ?? w.t("clauseIs", { what: within(w, s), n: "{n}" });
    (stock ? parts.month : parts.year).push(words.replace("{n}", w.rounded(counted(s) ? Math.round(n) : n)));
  }
  const month = w.month(base.months[last] ?? "");
  const first = parts.month.length ? w.t("inMonth", { month }) + w.list(parts.month) + ". " : "";
  return first + (parts.year.length ? w.t("inYearTo", { month }) + w.list(parts.year) + "." : "");
}

/* What stays as it was is named in one sentence: many that say so hide what differs. */
function sameOf(w: Words, x: Measures, list: SeriesInfo[]): string[] {
  if (list.length < 2) return list.map((s) => clause(w, x, s));
  return [w.t("clausesSame", { list: w.list(list.map((s) => within(w, s))) })];
}

/* How sure it is: what stands in brackets, or how many runs are still missing; what kind of range it is, folded. */
export function doubtOf(w: Words, members: number, done: number, of: number): Node[] {
  if (members < 2) return [h("p", {}, `${w.t("rangeNone", { n: done, of })} ${w.t("noCause")}`)];
  return [h("p", {}, `${w.t("rangeIs", { words: rangeWords(w, members), kind: w.kind() })} ${w.t("noCause")}`),
          h("details", {}, h("summary", {}, w.t("rangeWhat", { kind: w.kind() })), h("p", {}, `${capital(w.kindMeans())}.`))];
}

export interface ShortAnswer {
  sentence: string;
  doubt: Node[];
}
export function shortAnswer(w: Words, run: Run, x: Measures, besides?: SeriesInfo): ShortAnswer {
  const told = { sure: [] as string[], unsure: [] as string[], same: [] as SeriesInfo[] };
  const first = firstOf(w);
  for (const s of first) {
    const m = x.total(s.name);
    const words = clause(w, x, s);
    if (!words || !m) continue;
    const way = directionOf(m);
    if (way === "less" || way === "more") told.sure.push(words);
    else if (way === "unsure") told.unsure.push(words);
    else told.same.push(s);
  }
  const last = besides && !first.includes(besides) ? clause(w, x, besides) : "";
  const span = w.t("inPeriod", { from: w.month(x.from), until: w.month(x.until) });
  const sentences = [told.sure, last ? [last] : [], told.unsure, sameOf(w, x, told.same)].filter((list) => list.length)
    .map((list, i) => (i ? capital(w.list(list)) : span + w.list(list)) + ".");
  const { bands } = run.shown;
  const doubt = doubtOf(w, x.members, run.bandIsFresh ? (bands?.members ?? 0) : 0, bands?.of ?? MEMBERS);
  return { sentence: sentences.join(" "), doubt };
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
