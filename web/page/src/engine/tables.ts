/* Where what is shown stands among the numbers of a month, and answers made of months. */
import type { Shown } from "./program";
import type { About, Answer, Margin, Month, SeriesInfo, Table, Want } from "./types";

const MARGINS: Record<Margin, number> = { total: 0, place: 1, nationality: 2, group: 4 };

export interface Slot {
  key: string; // `${series}/${margin}`
  series: string;
  margin: Margin;
  cells: string[];
  at: number; // in a month's numbers
  under: number; // likewise, of what a ratio is divided by; -1: it is none
}
export interface Layout {
  slots: Slot[];
  byKey: Map<string, Slot>;
  shown: Shown[];
  width: number; // numbers in a month
}

function cellsOf(about: About, info: SeriesInfo, margin: Margin): string[] {
  const cells =
    margin === "total"
      ? [""]
      : margin === "place"
        ? info.places
        : margin === "nationality"
          ? info.byNationality && about.nationalities
          : info.byGroup && about.groups;
  if (!cells || !cells.length) throw new Error(`${info.name} is not kept by ${margin}`);
  return cells;
}

/* What is wanted, each once, and harm as totals always. */
export function layout(about: About, wants: readonly Want[]): Layout {
  const slots: Slot[] = [];
  const byKey = new Map<string, Slot>();
  const harm = about.series.filter((one) => one.harm).map((one): Want => ({ series: one.name, margin: "total" }));
  let width = 0;
  for (const { series, margin } of [...wants, ...harm]) {
    const key = `${series}/${margin}`;
    if (byKey.has(key)) continue;
    const info = about.series.find((one) => one.name === series);
    if (!info) throw new Error(`no series ${series}`);
    const cells = cellsOf(about, info, margin);
    const ratio = info.overTime === "ratio";
    const slot = { key, series, margin, cells, at: width, under: ratio ? width + cells.length : -1 };
    width += cells.length * (ratio ? 2 : 1);
    slots.push(slot);
    byKey.set(key, slot);
  }
  return { slots, byKey, shown: slots.map((one) => ({ series: one.series, margin: MARGINS[one.margin] })), width };
}

/* A series by every margin that it is kept by. */
export function allOf({ name: series, places, byNationality, byGroup }: SeriesInfo): Want[] {
  const wants: Want[] = [{ series, margin: "total" }];
  if (places.length) wants.push({ series, margin: "place" });
  if (byNationality) wants.push({ series, margin: "nationality" });
  if (byGroup) wants.push({ series, margin: "group" });
  return wants;
}

/* All there is to want. */
export function everything(about: About): Want[] {
  return about.series.flatMap(allOf);
}

/* What members are asked for: what the page may draw or tell of them, and nothing besides. */
export function ofMembers(about: About): Want[] {
  return about.series.filter((one) => one.harm || one.main || one.told !== "" || one.section !== "").flatMap(allOf);
}

export function emptyTable(slot: Slot, months: Month[]): Table {
  const empty = () => slot.cells.map(() => new Float64Array(months.length).fill(NaN));
  const { series, margin, cells } = slot;
  return { series, margin, cells, months, values: empty(), under: slot.under < 0 ? null : empty() };
}

/* Puts months that came, of a layout, into tables of some of its slots. */
export function fill(answer: Answer, from: Layout, data: Float64Array, first: number, count: number): void {
  for (const [key, table] of answer.tables) {
    const slot = from.byKey.get(key);
    if (!slot) continue;
    const put = (into: Float64Array[], at: number): void => {
      for (let month = 0; month < count; month++)
        into.forEach((values, cell) => (values[first + month] = data[month * from.width + at + cell] as number));
    };
    put(table.values, slot.at);
    if (table.under) put(table.under, slot.under);
  }
}

/* Totals that are known before the engine has lived a day. */
export function foretell(answer: Answer, history: About["history"]): void {
  for (const table of answer.tables.values()) {
    const known = table.margin === "total" ? history[table.series] : undefined;
    const put = (into: Float64Array[] | null, from: (number | null)[] | undefined): void =>
      from?.forEach((x, month) => into?.[0] && month < into[0].length && (into[0][month] = x ?? NaN));
    put(table.values, known?.[0]);
    put(table.under, known?.[1]);
  }
}

export function emptyAnswer(layout: Layout, months: Month[]): Answer {
  const tables = new Map(layout.slots.map((slot) => [slot.key, emptyTable(slot, months)]));
  return { months, done: 0, changedFrom: months.length, tables };
}
