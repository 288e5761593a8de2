/* What a chart is told to draw: numbers by month and words that are ready to be written. */
import type { Margin, Month, SeriesInfo } from "../engine/types";

export type Numbers = ArrayLike<number>;

export interface Dot {
  at: number; // index of the month; a longer period stands at its middle
  value: number; // for a month
  side: "set" | "judge" | "used";
  long: boolean; // a mean of more than one month
}
export interface Curves {
  was: Numbers;
  would: Numbers | null;
}
export interface HarmRow extends Curves {
  series: SeriesInfo;
  name: string;
  margin: Margin;
  cell: string;
  total: string; // "394, with the what-if 405", ready to be read
}
export interface EventMark {
  at: number; // months from the first, with a part
  name: string;
}
export interface Key {
  kind: "was" | "would" | "change" | "band" | "set" | "judge" | "used" | "more"; // more: goes on from the one above
  text: string;
}
export interface ChartData extends Curves {
  unit: string; // of its axis
  months: Month[];
  shown: [number, number]; // first and last month drawn
  changedFrom: number; // -1: nothing is changed
  changedAt: number; // the day, among months, from which it is
  low: Numbers | null;
  high: Numbers | null;
  stale: boolean; // the band is that of another what-if, until the new one comes
  dots: Dot[];
  harm: HarmRow[];
  harmTitle: string; // and of what its numbers are
  events: EventMark[];
  keys: Key[];
  label: string; // for who cannot see it
}

/* How a month and a number are written. */
export interface Writing {
  number(v: number): string;
  short(v: number): string; // of an axis
  month(m: Month): string;
}
