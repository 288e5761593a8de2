/* Months are "2023-12". */
import type { Day, Month, OverTime } from "./types";

const parts = (month: Month): [number, number] => {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return [year, number];
};

export function daysIn(month: Month): number {
  const [year, number] = parts(month);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

export const lastDay = (month: Month): Day => `${month}-${daysIn(month)}`;

export function nextMonth(month: Month): Month {
  const [year, number] = parts(month);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/* From the first to the last, both with it. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

export const daysBetween = (from: Month, until: Month): number =>
  monthsFrom(from, until).reduce((days, month) => days + daysIn(month), 0);

export function monthsBetween(a: Month, b: Month): number {
  const [from, until] = [parts(a), parts(b)];
  return (until[0] - from[0]) * 12 + until[1] - from[1];
}

/* Months `from` to `until` of a series as one number: what is summed over days is added; a mean is averaged, each month as
 * long as it is; a ratio is one of sums, `under` being what its months are divided by. What is not finite counts as none. */
export function overMonths(kind: OverTime, months: readonly Month[], from: number, until: number,
                           value: (i: number) => number, under: ((i: number) => number) | null): number {
  let sum = 0;
  let weight = 0;
  for (let i = from; i <= until; i++) {
    const v = value(i);
    if (!Number.isFinite(v)) continue;
    const w = kind === "sum" ? 1 : under ? under(i) : daysIn(months[i] as Month);
    sum += v * w;
    weight += w;
  }
  return kind === "sum" ? sum : weight > 0 ? sum / weight : NaN;
}
