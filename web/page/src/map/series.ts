/* What the map asks the engine for, and how it reads the answer. The names are those of the model, whatever the
 * scenario; a series that a scenario does not have is a layer that is not there. */
import type { About, Answer, Leg, Table, Want } from "../engine/types";

export const LEGS = "people_on_legs";
export const ENTRIES = "encounters";
export const CIRCLES = ["waiting", "held", "custody"] as const;
export type Circle = (typeof CIRCLES)[number];
export const SERIES_OF: Record<Circle, string> = { waiting: "waiting", held: "held_on_the_way", custody: "custody" };
/* Harm with a place of its own on the map, and harm that is told in the frame. */
export const SIGNS = ["deaths", "kidnappings"] as const;
export type Sign = (typeof SIGNS)[number];
export const FRAME = ["deaths", "deaths_on_the_way", "kidnappings", "extortion"] as const;

export const legName = (l: Leg) => `${l.from} > ${l.to} (${l.mode})`;

const has = (about: About, name: string) => about.series.some((s) => s.name === name);
const atPlaces = (about: About, name: string) => about.series.some((s) => s.name === name && s.places.length > 0);

export function mapWants(about: About): Want[] {
  const places = [LEGS, ENTRIES, ...CIRCLES.map((c) => SERIES_OF[c]), ...SIGNS].filter((n) => atPlaces(about, n));
  const totals = FRAME.filter((n) => has(about, n));
  return [...places.map((series) => ({ series, margin: "place" as const })), ...totals.map((series) => ({ series, margin: "total" as const }))];
}

/* A series by place, of which cells are asked for by name. */
export class ByPlace {
  private at = new Map<string, Float64Array>();
  constructor(readonly table: Table | undefined) {
    table?.cells.forEach((c, i) => this.at.set(c, table.values[i]!));
  }
  value(cell: string, month: number): number {
    const v = this.at.get(cell)?.[month];
    return v !== undefined && Number.isFinite(v) ? v : 0;
  }
  has(cell: string): boolean {
    return this.at.has(cell);
  }
  most(cell: string): number {
    let most = 0;
    for (const v of this.at.get(cell) ?? []) if (v > most) most = v;
    return most;
  }
}

/* The tables of an answer that the map draws from. */
export class Seen {
  private tables = new Map<string, ByPlace>();
  constructor(readonly answer: Answer) {}
  by(series: string): ByPlace {
    let t = this.tables.get(series);
    if (!t) this.tables.set(series, (t = new ByPlace(this.answer.tables.get(`${series}/place`))));
    return t;
  }
  total(series: string, month: number): number {
    const t = this.answer.tables.get(`${series}/total`);
    if (t) return t.values[0]?.[month] ?? 0;
    const places = this.answer.tables.get(`${series}/place`);
    return places ? places.values.reduce((sum, v) => sum + (v[month] || 0), 0) : NaN;
  }
}
