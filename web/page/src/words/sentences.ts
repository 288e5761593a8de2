/* What a what-if does, in sentences: the order and the thresholds of `vado whatif` (src/study/whatif_text.c), in the
 * language of the page. Harm stands before everything else here. */
import { daysBetween } from "../engine/months";
import { QUANTILES_FROM } from "../engine/quantiles";
import type { About, Margin, MemberTotals, Month, ScheduleEvent, SeriesInfo } from "../engine/types";
import { directionOf, halfLife, measureOf, moves, unitOf, worse, type Measure } from "./measure";
import type { Words } from "./words";

/* Measures of every series and cell that was asked for, over the months from the change to the end. */
export class Measures {
  private readonly of = new Map<string, Measure>();
  private readonly cellsOf = new Map<string, string[]>();
  constructor(readonly about: About, readonly from: Month, readonly until: Month, totals: MemberTotals[],
              readonly members: number) {
    const days = daysBetween(from, until);
    const info = new Map(about.series.map((s) => [s.name, s]));
    for (const t of totals) {
      const s = info.get(t.series);
      if (!s) continue;
      const key = `${t.series}/${t.margin}`;
      const by = unitOf(s) === "person-days" ? days : 1; // the mean of people, as the days that they spent
      const times = (x: Float64Array) => (by === 1 ? x : x.map((v) => v * by));
      this.of.set(`${key}/${t.cell}`, measureOf(s, times(t.without), times(t.with), days));
      const list = this.cellsOf.get(key);
      if (list) list.push(t.cell);
      else this.cellsOf.set(key, [t.cell]);
    }
  }
  total(series: string): Measure | undefined {
    return this.of.get(`${series}/total/`);
  }
  cell(series: string, margin: Margin, cell: string): Measure | undefined {
    return this.of.get(`${series}/${margin}/${cell}`);
  }
  /* Cells of a margin from the largest fall to the largest rise. */
  cells(series: string, margin: Margin): { cell: string; m: Measure }[] {
    const list = (this.cellsOf.get(`${series}/${margin}`) ?? [])
      .map((cell) => ({ cell, m: this.cell(series, margin, cell) as Measure }))
      .filter((x) => x.m?.known);
    return list.sort((x, y) => x.m.mean - y.m.mean);
  }
}

const COUNTED = ["people", "events", "person-days", "cases", "shelters"];

function range(w: Words, m: Measure, sign: number, told = w.rounded): string {
  if (m.members < 2) return "";
  return w.t("s_range", { low: told(sign < 0 ? -m.high : m.low), high: told(sign < 0 ? -m.low : m.high) });
}

export function sentence(w: Words, what: string, unit: string, m: Measure | undefined): string {
  if (!m?.known) return w.t("s_unknown", { what });
  const base = w.rounded(m.a);
  const way = directionOf(m);
  if (way === "nothing") return w.t("s_none", { what });
  if (way === "same") return w.t("s_same", { what, base });
  if (way === "unsure") return w.t("s_unsure", { what, range: range(w, m, 1), base });
  if (way === "chance") return w.t("s_chance", { what, size: w.rounded(m.b), base });
  let share = "";
  const part = Math.abs(m.b / m.a - 1);
  if (m.a > 0 && m.b / m.a < 3) share = w.t("s_share", { n: w.places(100 * part, part < 0.095 ? 1 : 0) });
  else if (m.a > 0) share = w.t("s_times", { n: w.places(m.b / m.a, 1) });
  return w.t("s_move", {
    what, size: w.rounded(Math.abs(m.mean)), base, share, range: range(w, m, way === "less" ? -1 : 1),
    way: w.t(way === "more" ? "s_more" : COUNTED.includes(unit) ? "s_fewer" : "s_less"),
  });
}

export function cellWords(w: Words, x: { cell: string; m: Measure }): string {
  const part = x.m.a > 0 ? ` (${w.percent(x.m.mean / x.m.a)})` : "";
  return `${w.name(x.cell)} ${x.m.mean < 0 ? "−" : "+"}${w.rounded(Math.abs(x.m.mean))}${part}`;
}

/* The largest losses and gains of places, and how much of what some lose others gain. "" if none moves. */
export function where(w: Words, x: Measures, series: string): string {
  const all = x.cells(series, "place");
  const lose = all.filter((c) => c.m.mean < 0 && moves(c.m)).slice(0, 3);
  const gain = all.filter((c) => c.m.mean > 0 && moves(c.m)).reverse().slice(0, 3);
  if (!lose.length && !gain.length) return "";
  let lost = 0;
  let gained = 0;
  for (const c of all) c.m.mean < 0 ? (lost -= c.m.mean) : (gained += c.m.mean);
  const list = (part: typeof all) => part.map((c) => cellWords(w, c)).join(", ");
  const cells = [list(lose), list(gain)].filter(Boolean).join("; ");
  const shift = lose.length && gain.length && gained <= 1.2 * lost
    ? w.t("s_shift", { n: w.places((100 * gained) / lost, 0) }) : "";
  return w.t("s_where", { cells: cells + shift + "." });
}

const MARGINS: Margin[] = ["nationality", "group", "place"];

/* Of one harm, those for whom it rises: the two largest of each margin. */
export function worseOff(w: Words, x: Measures, s: SeriesInfo): string[] {
  return MARGINS.flatMap((margin) =>
    x.cells(s.name, margin).reverse().filter((c) => worse(s, c.m)).slice(0, 2).map((c) => cellWords(w, c)));
}

export function lasting(w: Words, effect: ArrayLike<number>, months: Month[], first: number): string {
  const { half, peak } = halfLife(effect);
  if (half === -2) return w.t("s_longNo");
  const begin = w.t("s_long", { month: w.month(months[first + peak] ?? ""), size: w.percent(effect[peak] as number) });
  if (half === -1) return begin + w.t("s_longEnd", { same: peak === effect.length - 1 ? w.t("s_longSame") : "" });
  return begin + w.t("s_longHalf", { n: half, months: w.t(half === 1 ? "s_month" : "s_months") });
}

export const rangeWords = (w: Words, n: number): string =>
  n >= QUANTILES_FROM ? w.t("s_words95", { n }) : w.t("s_wordsAll", { n });

export interface Told {
  head: string;
  harm: string[];
  worse: { title: string; lines: string[] };
  first: string[];
  later: string[];
  whom: string[];
  last: string[];
}

const quiet = (m: Measure | undefined) => !m || ["nothing", "same", "chance"].includes(directionOf(m));

function toldSeries(w: Words, x: Measures, when: "first" | "later"): string[] {
  const list = x.about.series.filter((s) => s.told === when).sort((a, b) => a.order - b.order);
  return list.flatMap((s) => {
    const m = x.total(s.name);
    const lines = !s.main && quiet(m) ? [] : [sentence(w, w.told(s), unitOf(s), m)];
    const at = s.main ? where(w, x, s.name) : "";
    return at ? [...lines, at] : lines;
  });
}

function people(w: Words, x: Measures, series: string, margin: Margin): string {
  const all = x.cells(series, margin);
  const ends = margin === "nationality" ? all.filter((_, i) => i < 2 || i >= all.length - 2) : all;
  return ends.filter((c) => moves(c.m)).map((c) => cellWords(w, c)).join(", ");
}

function touched(w: Words, schedule: ScheduleEvent[]): string {
  if (!schedule.length) return "";
  const much = schedule.filter((e) => (e.fitShare ?? 0) > 0.3);
  const days = [...new Set(much.map((e) => e.from))];
  if (!much.length) return schedule.some((e) => e.fitShare !== null)
    ? w.t("s_fitNone", { n: new Set(schedule.map((e) => e.from)).size }) : "";
  const one = (day: string) => w.t("s_fitOne", {
    day: w.day(day), n: w.places(100 * Math.max(...much.filter((e) => e.from === day).map((e) => e.fitShare ?? 0)), 0) });
  return w.t("s_fit", { n: new Set(schedule.map((e) => e.from)).size, m: days.length, list: days.map(one).join(", ") });
}

export function tell(w: Words, x: Measures, effect: { by: ArrayLike<number>; months: Month[]; first: number } | null,
                     schedule: ScheduleEvent[]): Told {
  const span = { from: w.month(x.from), until: w.month(x.until) };
  const harms = x.about.series.filter((s) => s.harm);
  const main = x.about.series.find((s) => s.main);
  const lines = harms.flatMap((s) => {
    const list = worseOff(w, x, s);
    return list.length ? [`${w.headed(s)}: ${list.join(", ")}.`] : [];
  });
  const inAll = x.members >= QUANTILES_FROM ? w.t("s_in95") : x.members > 1 ? w.t("s_inEvery") : "";
  const whom = main ? (["nationality", "group"] as Margin[]).map((m) => people(w, x, main.name, m)).filter(Boolean) : [];
  return {
    head: x.members < 2 ? w.t("s_headOne", span)
      : w.t("s_head", { ...span, n: x.members, words: rangeWords(w, x.members) }),
    harm: harms.map((s) => sentence(w, w.told(s), unitOf(s), x.total(s.name))),
    worse: { title: w.t("s_worseMeans", { inAll }), lines: lines.length ? lines : [w.t("s_nobody")] },
    first: toldSeries(w, x, "first"),
    later: toldSeries(w, x, "later"),
    whom: whom.map((line) => `${line}.`),
    last: [effect ? lasting(w, effect.by, effect.months, effect.first) : "", touched(w, schedule)].filter(Boolean),
  };
}

/* A heading within a sentence. */
export const within = (w: Words, s: SeriesInfo): string =>
  w.heading(s).charAt(0).toLocaleLowerCase(w.lang) + w.heading(s).slice(1);
export const counted = (s: SeriesInfo): boolean => COUNTED.includes(unitOf(s));

/* One clause of the answer: a scenario's own words where it has them. People of a stock are told on the mean day. */
export function clause(w: Words, x: Measures, s: SeriesInfo): string {
  const m = x.total(s.name);
  if (!m?.known) return "";
  const stock = s.harm && s.overTime === "mean";
  const by = stock ? daysBetween(x.from, x.until) : 1;
  const own = w.clause(s.name);
  const way = directionOf(m);
  const what = within(w, s);
  const people = (v: number) => (COUNTED.includes(unitOf(s)) ? Math.round(v / by) : v / by); // no part of a person
  const least = Math.max(Math.abs(people(m.low)), Math.abs(people(m.high))) / 1000; // less, an end of a range tells nothing
  const end = (v: number) => (Math.abs(people(v)) < least ? 0 : people(v));
  const put = (template: string, n: number, sign: number) => {
    const scaled = { ...m, low: end(m.low), high: end(m.high) };
    return template.replace("{n}", w.large(Math.abs(people(n)))).replace("{range}", range(w, scaled, sign, w.large))
      .replace("{what}", what).replace("{was}", w.large(people(m.a)));
  };
  if (way === "nothing" || way === "same" || way === "chance") return put(own.same ?? w.t("clauseSame"), m.a, 1);
  if (way === "unsure") return put(own.unsure ?? w.t("clauseUnsure"), m.mean, 1);
  return way === "more" ? put(own.more ?? w.t("clauseMore"), m.mean, 1) : put(own.less ?? w.t(COUNTED.includes(unitOf(s)) ? "clauseLess" : "clauseLessOf"), m.mean, -1);
}
