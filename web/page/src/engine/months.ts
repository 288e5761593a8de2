/* Months are "2023-12". */
import type { Day, Month } from "./types";

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
