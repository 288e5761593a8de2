/* What sentences are made of: members' sums from the change to the end, or, until they are there, the central run's. */
import type { About, MemberTotals, Table } from "../engine/types";
import { Measures } from "../words/sentences";
import { over } from "./picture";
import type { Run } from "./run";

function centralOf(about: About, name: string, t: Table, u: Table, from: number): MemberTotals[] {
  const s = about.series.find((x) => x.name === name);
  if (!s) return [];
  const add = (of: Table, c: number) =>
    Float64Array.of(over(s, of.values[c] ?? [], t.months, from, t.months.length - 1, of.under?.[c]));
  return t.cells.flatMap((cell, c) => {
    const d = u.cells.indexOf(cell);
    return d < 0 ? [] : [{ series: name, margin: t.margin, cell, without: add(t, c), with: add(u, d) }];
  });
}

export function measuresOf(run: Run): Measures | null {
  const { base, answer, bands, rows } = run.shown;
  const { about } = run.engine;
  if (!base || !answer || !rows.length || answer.changedFrom >= answer.months.length) return null;
  const from = answer.months[answer.changedFrom] ?? about.first;
  const until = answer.months[answer.months.length - 1] ?? about.last;
  if (run.bandIsFresh && bands && bands.members > 1) return new Measures(about, from, until, bands.totals, bands.members);
  if (answer.done < answer.months.length || base.done < base.months.length) return null;
  const totals: MemberTotals[] = [];
  for (const [key, table] of base.tables) {
    const other = answer.tables.get(key);
    if (other) totals.push(...centralOf(about, table.series, table, other, answer.changedFrom));
  }
  return new Measures(about, from, until, totals, 1);
}

/* How much encounters differ, by month from the change on. */
export function effectOf(run: Run): { by: Float64Array; months: string[]; first: number } | null {
  const { base, answer, bands } = run.shown;
  const main = run.engine.about.series.find((s) => s.main);
  const was = main && base?.tables.get(`${main.name}/total`)?.values[0];
  const would = main && answer?.tables.get(`${main.name}/total`)?.values[0];
  if (!main || !was || !would || !answer || answer.done < answer.months.length) return null;
  const middle = run.bandIsFresh ? bands?.bands.get(`${main.name}/total`)?.differenceMiddle : undefined;
  const by = new Float64Array(answer.months.length - answer.changedFrom);
  for (let i = 0; i < by.length; i++) {
    const at = answer.changedFrom + i;
    const k = middle ? middle.months.indexOf(answer.months[at] ?? "") : -1;
    const d = k >= 0 ? (middle?.values[0]?.[k] as number) : (would[at] as number) - (was[at] as number);
    by[i] = (was[at] as number) > 0 ? d / (was[at] as number) : 0;
  }
  return { by, months: answer.months, first: answer.changedFrom };
}
