/* One number with and without a what-if, over members, and which way it goes: the thresholds of `vado whatif`
 * (src/study/whatif_words.c, src/table/layers.c). Change them there first. */
import { outOf, quantile } from "../engine/quantiles";
import type { SeriesInfo } from "../engine/types";

export interface Measure {
  known: boolean;
  members: number; // 1: no interval
  a: number; // mean without
  b: number; // mean with
  low: number;
  mean: number; // of the paired differences
  high: number;
  chance: number; // a smaller difference is no finding
}
export type Direction = "nothing" | "same" | "unsure" | "chance" | "less" | "more";
export type Told = Pick<SeriesInfo, "unit" | "harm" | "overTime">;

export const SAME_SHARE = 0.005; // of what was there
export const EFFECT_SHARE = 0.02; // a month that differs by less has no effect to speak of
const CHANCE_SMALL = 100;

/* A mean stock that is harm is told as the days that people spent in it. */
export function unitOf(s: Told): string {
  return s.harm && s.overTime === "mean" ? "person-days" : s.unit;
}

const COUNTED = ["people", "events", "cases"];

function oneOf(s: Told, days: number): number {
  const unit = unitOf(s);
  if (s.overTime === "ratio") return 0;
  if (unit === "person-days") return days > 0 ? days : 1;
  return COUNTED.includes(unit) ? 1 : 0;
}

const chanceOfCounts = (sum: number, n: number) => (n > 0 ? 2 * Math.sqrt(Math.abs(sum) / n) : 0);

function variance(x: ArrayLike<number>): number {
  let mean = 0;
  for (let i = 0; i < x.length; i++) mean += (x[i] as number) / x.length;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - mean) ** 2;
  return x.length > 1 ? sum / (x.length - 1) : 0;
}

export function chanceOf(s: Told, a: number, b: number, differences: ArrayLike<number>, days: number): number {
  const one = oneOf(s, days);
  const all = one > 0 ? (Math.abs(a) + Math.abs(b)) / one : 0;
  if (differences.length < 2) return one * chanceOfCounts(all, 1);
  const least = one * one * Math.min(all, CHANCE_SMALL);
  return chanceOfCounts(Math.max(variance(differences), least), differences.length);
}

const unknown = (members: number): Measure => ({
  known: false, members, a: NaN, b: NaN, low: NaN, mean: NaN, high: NaN, chance: 0,
});

/* Members' values over the months told; days: how many these months have. */
export function measureOf(s: Told, without: ArrayLike<number>, withIt: ArrayLike<number>, days: number): Measure {
  const n = Math.min(without.length, withIt.length);
  const m = unknown(n);
  const d = new Float64Array(n);
  m.a = m.b = 0;
  for (let k = 0; k < n; k++) {
    const x = without[k] as number;
    const y = withIt[k] as number;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return unknown(n); // a ratio without a denominator
    m.a += x / n;
    m.b += y / n;
    d[k] = y - x;
  }
  m.known = n > 0;
  m.chance = chanceOf(s, m.a, m.b, d, days);
  const sorted = Float64Array.from(d).sort();
  const out = outOf(n);
  m.low = quantile(sorted, out);
  m.high = quantile(sorted, 1 - out);
  let sum = 0;
  for (const x of sorted) sum += x;
  m.mean = n ? sum / n : NaN;
  return m;
}

export function directionOf(m: Measure): Direction {
  const most = Math.max(Math.abs(m.a), Math.abs(m.b));
  if (!m.known || !(most > 0)) return "nothing";
  if (Math.abs(m.mean) < SAME_SHARE * most) return "same";
  if (m.members > 1 && m.low < 0 && m.high > 0) return "unsure";
  if (Math.abs(m.mean) < m.chance) return "chance";
  return m.mean < 0 ? "less" : "more";
}

/* Enough to be told of a cell: not a handful of people, more than the chance of a rerun. */
export function moves(m: Measure): boolean {
  const size = Math.abs(m.mean);
  return m.known && size >= SAME_SHARE * m.a && size >= 50 && size >= m.chance;
}

/* Harm that rises in all members (of 40: nearly all), by one percent or more and by more than the chance of a rerun. */
export function worse(s: Told, m: Measure): boolean {
  const least = s.overTime === "ratio" ? 0 : 1;
  return m.known && m.low > 0 && m.mean >= 0.01 * m.a && m.mean >= least && m.mean >= m.chance;
}

/* Months until half of the largest effect is gone for good: -1 still there at the end, -2 no effect to speak of. */
export function halfLife(effect: ArrayLike<number>): { half: number; peak: number } {
  let most = 0;
  let peak = 0;
  for (let i = 0; i < effect.length; i++)
    if (Math.abs(effect[i] as number) > most) {
      most = Math.abs(effect[i] as number);
      peak = i;
    }
  if (!(most >= EFFECT_SHARE)) return { half: -2, peak };
  let last = peak;
  for (let i = peak; i < effect.length; i++) if ((effect[i] as number) / (effect[peak] as number) > 0.5) last = i;
  return { half: last === effect.length - 1 ? -1 : last + 1 - peak, peak };
}
