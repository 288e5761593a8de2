/* Quantiles over members, paired: what the change makes of each beside the same member without it. */
import { overMonths } from "./months";
import { outOf, quantile } from "./quantiles";
import type { Layout, Slot } from "./tables";
import { emptyTable } from "./tables";
import type { About, Band, Bands, MemberTotals, Month, SeriesInfo, Table } from "./types";

export interface Member {
  base: Float64Array; // [months][width of `all`]
  changed: Float64Array | null; // [months from changedFrom][width]; null: nothing is laid
  changedFrom: number;
}

/* Works off the clock: stops for a turn of the event loop after some milliseconds, so that the page stays in hand. */
export class Slices {
  private began = performance.now();
  constructor(private readonly most = 8) {}
  async pause(): Promise<void> {
    if (performance.now() - this.began < this.most) return;
    await new Promise((heard) => setTimeout(heard, 0));
    this.began = performance.now();
  }
}

interface Three {
  low: Table;
  middle: Table;
  high: Table;
}

function three(slot: Slot, months: Month[]): Three {
  return { low: emptyTable(slot, months), middle: emptyTable(slot, months), high: emptyTable(slot, months) };
}

/* A value of each member; what is not finite counts as none. */
function put(into: Three, cell: number, month: number, values: Float64Array): void {
  let k = 0;
  for (const value of values) if (Number.isFinite(value)) values[k++] = value;
  const sorted = values.subarray(0, k).sort();
  const out = outOf(values.length);
  (into.low.values[cell] as Float64Array)[month] = quantile(sorted, out);
  (into.middle.values[cell] as Float64Array)[month] = quantile(sorted, 0.5);
  (into.high.values[cell] as Float64Array)[month] = quantile(sorted, 1 - out);
}

const without = (m: Member, all: Layout, at: number, month: number): number =>
  m.base[month * all.width + at] as number;
const withIt = (m: Member, all: Layout, at: number, month: number): number =>
  m.changed && month >= m.changedFrom
    ? (m.changed[(month - m.changedFrom) * all.width + at] as number)
    : without(m, all, at, month);

export async function bandOf(
  slot: Slot,
  all: Layout,
  members: Member[],
  of: number,
  months: Month[],
  slices: Slices,
): Promise<Band> {
  const plain = three(slot, months);
  const difference = three(slot, months);
  const at = (all.byKey.get(slot.key) as Slot).at;
  const values = new Float64Array(members.length);
  for (let cell = 0; cell < slot.cells.length; cell++)
    for (let month = 0; month < months.length; month++) {
      members.forEach((m, i) => (values[i] = withIt(m, all, at + cell, month)));
      put(plain, cell, month, values);
      members.forEach((m, i) => (values[i] = withIt(m, all, at + cell, month) - without(m, all, at + cell, month)));
      put(difference, cell, month, values);
      if (month % 8 === 0) await slices.pause();
    }
  return {
    members: members.length,
    of,
    ...plain,
    differenceLow: difference.low,
    differenceMiddle: difference.middle,
    differenceHigh: difference.high,
  };
}

/* From the change to the end. */
export function totalsOf(about: About, slot: Slot, all: Layout, members: Member[], months: readonly Month[]): MemberTotals[] {
  const { overTime } = about.series.find((one) => one.name === slot.series) as SeriesInfo;
  const { at, under } = all.byKey.get(slot.key) as Slot;
  const over = (m: Member, value: typeof without, cell: number): number =>
    overMonths(overTime, months, m.changedFrom < months.length ? m.changedFrom : 0, months.length - 1,
               (month) => value(m, all, at + cell, month), under < 0 ? null : (month) => value(m, all, under + cell, month));
  return slot.cells.map((cell, i) => ({
    series: slot.series,
    margin: slot.margin,
    cell,
    without: Float64Array.from(members, (m) => over(m, without, i)),
    with: Float64Array.from(members, (m) => over(m, withIt, i)),
  }));
}

export async function bandsOf(
  about: About,
  wanted: Layout,
  all: Layout,
  members: Member[],
  of: number,
  months: Month[],
): Promise<Bands> {
  const slices = new Slices();
  const bands = new Map<string, Band>();
  const totals: MemberTotals[] = [];
  for (const slot of wanted.slots) {
    bands.set(slot.key, await bandOf(slot, all, members, of, months, slices));
    totals.push(...totalsOf(about, slot, all, members, months));
    await slices.pause();
  }
  return { members: members.length, of, bands, totals };
}
