/* From runs to what a chart draws: curves, dots, events, the harm that belongs to the same people, and its words. */
import { monthsBetween, overMonths } from "../engine/months";
import type { About, Answer, Band, Margin, Month, Observed, SeriesInfo, Want } from "../engine/types";
import type { ChartData, Dot, HarmRow, Key, Numbers } from "../charts/data";
import type { FigureWords } from "../charts/figure";
import { rangeWords } from "../words/sentences";
import type { Words } from "../words/words";
import { firstDay } from "./rows";
import { MEMBERS, cellOf, curveOf, type Shown } from "./run";

/* Runs as charts read them. */
export interface Source {
  shown: Shown;
  bandIsFresh: boolean;
}

export interface Subject {
  series: SeriesInfo;
  margin: Margin;
  cell: string; // "" of a total
  window: [Month, Month] | null;
  tall: boolean;
  question: string;
}

export function has(s: SeriesInfo, margin: Margin, cell: string): boolean {
  if (margin === "total") return true;
  if (margin === "place") return s.places.includes(cell);
  return margin === "nationality" ? s.byNationality : s.byGroup;
}

/* Harm that stands beside a series: of the same place or people where it is counted for them. */
export function harmOf(about: About, margin: Margin, cell: string, most: number): { list: SeriesInfo[]; margin: Margin } {
  const all = about.series.filter((s) => s.harm);
  const shown = all.filter((s) => s.headline).sort((a, b) => rank(a) - rank(b));
  const harms = shown.length ? shown : all;
  const here = harms.filter((s) => has(s, margin, cell));
  return here.length ? { list: here.slice(0, most), margin } : { list: harms.slice(0, most), margin: "total" };
}
/* People who wait come first: where they are, then who is hurt. */
export const rank = (s: SeriesInfo) => (s.overTime === "mean" ? 0 : 1000) + (s.order || 900);

export const wantsOf = (about: About, x: Pick<Subject, "series" | "margin" | "cell" | "tall">): Want[] => {
  const harm = harmOf(about, x.margin, x.cell, rowsOf(x.tall));
  return [{ series: x.series.name, margin: x.margin }, ...harm.list.map((s) => ({ series: s.name, margin: harm.margin }))];
};
const rowsOf = (tall: boolean) => (tall ? 4 : 2);

/* The range of the difference, member by member, laid on what happened: how far the what-if may be from it. The spread
 * of the levels, which both share, would hide it. What is counted is never below zero: a member may lose more than the
 * central run has. */
function ranged(b: Band | undefined, which: "differenceLow" | "differenceHigh", cell: string, months: Month[],
                was: Numbers, unit: string): Numbers | null {
  const table = b?.[which];
  const x = cellOf(table, cell);
  if (!table || !x) return null;
  const shift = months.indexOf(table.months[0] ?? "");
  const out = new Float64Array(months.length).fill(NaN);
  for (let i = 0; i < x.length; i++) {
    const at = shift + i;
    const v = (was[at] as number) + (x[i] as number);
    if (at >= 0 && at < out.length) out[at] = unit === "index" ? v : v < 0 ? 0 : v;
  }
  return out;
}

export const sideOf = (side: string): Dot["side"] => (side === "judge" ? "judge" : side === "used" ? "used" : "set");

/* Thousands of figures are sorted by series once. */
const sorted = new WeakMap<About, Map<string, Observed[]>>();
function figuresOf(about: About, series: string): Observed[] {
  let all = sorted.get(about);
  if (!all) {
    sorted.set(about, (all = new Map()));
    for (const o of about.observed) {
      const list = all.get(o.series);
      if (list) list.push(o);
      else all.set(o.series, [o]);
    }
  }
  return all.get(series) ?? [];
}
export const observedOf = (about: About, s: SeriesInfo, margin: Margin, cell: string): Observed[] =>
  figuresOf(about, s.name).filter((o) => o.place === (margin === "place" ? cell : "") &&
    o.nationality === (margin === "nationality" ? cell : "") && o.group === (margin === "group" ? cell : ""));

function dotsOf(about: About, x: Subject, first: Month): Dot[] {
  const list = observedOf(about, x.series, x.margin, x.cell);
  const seen = new Set<number>();
  return list.flatMap((o) => {
    const from = monthsBetween(first, o.from);
    const count = monthsBetween(o.from, o.until) + 1;
    const at = from + Math.floor((count - 1) / 2);
    if (at < 0 || count < 1 || (count > 1 && seen.has(at))) return [];
    seen.add(at);
    const value = x.series.overTime === "sum" ? o.value / count : o.value;
    return [{ at, value, side: sideOf(o.side), long: count > 1 }];
  });
}

/* What a row of the strip says in numbers, over the months told. */
export function over(s: SeriesInfo, x: Numbers, months: Month[], from: number, until: number, under: Numbers | null = null): number {
  return overMonths(s.overTime, months, from, until, (i) => x[i] as number, under && ((i) => under[i] as number));
}

function harmRows(w: Words, shown: Shown, x: Subject, months: Month[], changed: number, span: [number, number]): HarmRow[] {
  const { list, margin } = harmOf(w.about, x.margin, x.cell, rowsOf(x.tall));
  const cell = margin === "total" ? "" : x.cell;
  return list.flatMap((series) => {
    const key = `${series.name}/${margin}`;
    const was = cellOf(shown.base?.tables.get(key), cell);
    if (!was) return [];
    const would = curveOf(shown, key, cell, was);
    const from = changed >= 0 ? Math.max(changed, span[0]) : span[0];
    const under = (of: Answer | null) => cellOf(of?.tables.get(key), cell, "under");
    const a = over(series, was, months, from, span[1], under(shown.base));
    const b = would && changed >= 0 ? over(series, would, months, from, span[1], under(shown.answer)) : NaN;
    const whole = (shown.answer?.done ?? 0) > span[1]; // the sum of some months stands beside no sum of all
    const before = (shown.base?.done ?? 0) > span[1] || Number.isFinite(was[span[1]] as number) ? w.rounded(a) : "…";
    const n = !would || changed < 0 ? before : `${before} → ${whole ? w.rounded(b) : "…"}`;
    const total = series.overTime === "mean" ? w.t("onMeanDay", { n }) : n;
    return [{ series, name: w.heading(series), margin, cell, was, would, total }];
  });
}

export function eventsOf(w: Words, first: Month): { at: number; name: string }[] {
  return (w.scenario.facts.events ?? []).flatMap((e) => {
    const name = w.texts.events?.[e.id];
    return name ? [{ at: dayAt(first, e.day), name }] : [];
  });
}

/* Where a day stands among months: its month's middle is a whole number. */
const dayAt = (first: Month, day: string): number =>
  monthsBetween(first, day.slice(0, 7)) - 0.5 + ((Number(day.slice(8)) || 1) - 1) / 30;

function keysOf(w: Words, run: Source, dots: Dot[], changed: boolean): Key[] {
  const keys: Key[] = [{ kind: "was", text: w.t("legendWas") }];
  if (changed) keys.push({ kind: "would", text: w.t("legendIf") }, { kind: "change", text: w.t("legendChange") });
  if (changed) {
    const b = run.shown.bands;
    const of = run.bandIsFresh && b ? (b.members < b.of ? `: ${w.t("computing", { n: b.members, of: b.of })}` : "") : `: ${w.t("computing", { n: 0, of: b?.of ?? MEMBERS })}`;
    keys.push({ kind: "band", text: w.t("legendBand", { kind: w.kind() }) + of });
  }
  for (const [side, key] of [["set", "legendSet"], ["judge", "legendJudge"], ["used", "legendUsed"]] as const)
    if (dots.some((d) => d.side === side)) keys.push({ kind: side, text: w.t(key) });
  return keys;
}

/* A year before the change to the end, or the window that is asked for, or all. */
function spanOf(x: Subject, months: Month[], changed: number): [number, number] {
  const end = months.length - 1;
  const clamp = (i: number) => Math.max(0, Math.min(end, i));
  if (!x.window) return [0, end];
  const from = monthsBetween(months[0] ?? "", x.window[0]);
  return [clamp(changed >= 0 ? Math.min(from, changed) : from), clamp(monthsBetween(months[0] ?? "", x.window[1]))];
}

export function picture(w: Words, run: Source, x: Subject): ChartData | null {
  const { shown } = run;
  const base = shown.base;
  const key = `${x.series.name}/${x.margin}`;
  const was = cellOf(base?.tables.get(key), x.cell);
  if (!base || !was) return null;
  const changed = shown.answer && shown.rows.length ? shown.answer.changedFrom : -1;
  const band = shown.bands?.bands.get(key);
  const dots = dotsOf(w.about, x, base.months[0] ?? "");
  const span = spanOf(x, base.months, changed);
  const harm = harmRows(w, shown, x, base.months, changed, span);
  const of = harmOf(w.about, x.margin, x.cell, 1);
  const would = changed >= 0 ? curveOf(shown, key, x.cell, was) : null;
  const data: ChartData = {
    unit: w.axis(x.series), months: base.months, was, would, shown: span, changedFrom: changed,
    low: changed >= 0 ? ranged(band, "differenceLow", x.cell, base.months, was, x.series.unit) : null,
    high: changed >= 0 ? ranged(band, "differenceHigh", x.cell, base.months, was, x.series.unit) : null,
    changedAt: dayAt(base.months[0] ?? "", firstDay(shown.rows)),
    stale: !run.bandIsFresh, dots, harm, events: eventsOf(w, base.months[0] ?? ""),
    harmTitle: (x.cell === "" ? w.t("harmStrip") : of.margin === "total" ? w.t("harmAll") : w.t("harmHere", { cell: w.name(x.cell) }))
      + w.t("harmNumbers", { from: w.shortMonth(base.months[Math.max(changed, span[0])] ?? ""), until: w.shortMonth(base.months[span[1]] ?? "") }),
    keys: x.tall ? keysOf(w, run, dots, changed >= 0) : [], label: "",
  };
  const last = lastOf(was, span);
  data.label = w.t("chartLabel", {
    title: titleOf(w, x), month: w.month(base.months[last] ?? ""), was: w.rounded(was[last] as number),
    with: would && Number.isFinite(would[last] as number) ? w.t("chartWith", { n: w.rounded(would[last] as number) }) : "",
    harm: harm.map((r) => `${r.name}: ${r.total}`).join("; "),
  });
  return data;
}

/* The last month told of a curve that may still grow. */
function lastOf(x: Numbers, [from, until]: [number, number]): number {
  let at = until;
  while (at > from && !Number.isFinite(x[at] as number)) at--;
  return at;
}

export const titleOf = (w: Words, x: Pick<Subject, "series" | "cell">): string =>
  x.cell ? `${w.heading(x.series)}: ${w.name(x.cell)}` : w.heading(x.series);

export function figureWords(w: Words, run: Source, x: Subject): FigureWords {
  const { about } = w;
  const publishers = [...new Set(observedOf(about, x.series, x.margin, x.cell).map((o) => o.publisher))];
  const note = publishers.length ? w.maybe(`fitNote_${x.series.standing}`, "") : "";
  const b = run.shown.bands;
  const band = b && b.members > 1 && run.bandIsFresh && run.shown.rows.length
    ? `${w.t("legendBand", { kind: w.kind() })}: ${rangeWords(w, b.members)}.` : "";
  const caption = w.t("caption", { version: about.version, scenario: about.scenario, note, band,
    published: publishers.length ? w.t("captionPublished", { publishers: publishers.join(", ") }) : "" }).replace(/  +/g, " ").trim();
  return {
    title: titleOf(w, x), question: x.question, harm: Number(x.series.harm),
    of: { series: x.series.name, margin: x.margin, cell: x.cell, unit: x.series.unit }, caption: `${caption} ${w.t("noCause")}`,
    legend: w.t("legendWords"),
    about: [w.meaning(x.series), note].filter(Boolean).join(". ").replace(/\.\. /g, ". "),
  };
}
