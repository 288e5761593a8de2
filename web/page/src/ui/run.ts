/* The runs behind the page: the one as history went, the what-if that the hand moves, its band. A newer question gives
 * up the older; what was there stays in view until it is replaced. */
import { PolicyError, Superseded, type Answer, type Bands, type Engine, type PolicyRow, type Table, type Want } from "../engine/types";
import { keyOf } from "./rows";

export const MEMBERS = 40;
const BAND_AFTER_MS = 250; // of rest: no band is begun while the hand moves, no past before the first picture is drawn

export type News = "answer" | "band" | "pasts" | "error";

export interface Shown {
  base: Answer | null;
  answer: Answer | null; // of the rows below, as far as it is
  before: Answer | null; // the one it replaces
  rows: PolicyRow[];
  bands: Bands | null;
  bandsOf: string; // key of the rows that the bands belong to
  pasts: { done: number; of: number } | null; // of members, lived before a band asks for them
  error: string;
  refused: boolean; // the error is one of the what-if; the engine goes on
}

export class Run {
  readonly shown: Shown = { base: null, answer: null, before: null, rows: [], bands: null, bandsOf: "", pasts: null, error: "", refused: false };
  private wants: Want[] = [];
  private asked = 0;
  private timer = 0;
  private key = "none";
  /* Whether the answer shown is that of the rows asked for last. */
  settled = false;
  constructor(readonly engine: Engine, private readonly changed: (what: News) => void) {}

  get bandIsFresh(): boolean {
    return this.shown.bands !== null && this.shown.bandsOf === this.key;
  }

  /* What the view needs; asks anew only for what is not there. */
  async want(wants: Want[], rows: PolicyRow[]): Promise<void> {
    const names = (list: Want[]) => list.map((w) => `${w.series}/${w.margin}`);
    const have = new Set(names(this.wants));
    const missing = names(wants).some((n) => !have.has(n));
    if (missing) {
      const all = new Map([...this.wants, ...wants].map((w) => [`${w.series}/${w.margin}`, w]));
      this.wants = [...all.values()];
      this.key = "none";
    }
    const key = keyOf(rows);
    if (!missing && key === this.key) return;
    this.key = key;
    await this.ask(rows, missing);
  }

  /* Somebody else asks the engine now; the next view asks anew. */
  rest(): void {
    this.asked++;
    clearTimeout(this.timer);
    this.key = "none";
  }

  private async ask(rows: PolicyRow[], base: boolean): Promise<void> {
    const mine = ++this.asked;
    const current = () => mine === this.asked;
    clearTimeout(this.timer);
    this.shown.rows = rows;
    this.shown.error = "";
    this.settled = false;
    try {
      if (base || !this.shown.base) {
        const grown = await this.engine.baseline(this.wants, (a) => current() && this.put("base", a));
        this.put("base", grown);
        if (!current()) return;
      }
      if (!rows.length) {
        this.shown.answer = this.shown.before = this.shown.bands = null;
        this.settled = true;
        this.changed("answer");
      } else {
        this.shown.before = this.shown.answer;
        const whole = await this.engine.ask(rows, this.wants, (a) => current() && this.put("answer", a));
        if (!current()) return;
        this.settled = true;
        this.put("answer", whole);
      }
      if (current()) this.timer = window.setTimeout(() => this.members(rows, mine), BAND_AFTER_MS);
    } catch (e) {
      if (e instanceof Superseded || !current()) return;
      this.shown.error = e instanceof Error ? e.message : String(e);
      this.shown.refused = e instanceof PolicyError;
      this.changed("error");
      if (!(e instanceof PolicyError)) console.warn(e);
    }
  }

  private put(what: "base" | "answer", a: Answer): void {
    this.shown[what] = a;
    this.changed("answer");
  }

  private members(rows: PolicyRow[], mine: number): void {
    if (!this.shown.pasts)
      this.engine.pasts(MEMBERS, (done, of) => {
        this.shown.pasts = { done, of };
        this.changed("pasts");
      });
    void this.band(rows, mine);
  }

  private async band(rows: PolicyRow[], mine: number): Promise<void> {
    if (!rows.length) return;
    const key = this.key;
    const put = (b: Bands) => {
      if (mine !== this.asked) return;
      this.shown.bands = b;
      this.shown.bandsOf = key;
      this.changed("band");
    };
    try {
      put(await this.engine.band(rows, this.wants, MEMBERS, put));
    } catch (e) {
      if (!(e instanceof Superseded)) console.warn(e);
    }
  }
}

export function cellOf(table: Table | undefined, cell: string, of: "values" | "under" = "values"): Float64Array | null {
  const at = table ? table.cells.indexOf(cell) : -1;
  return at < 0 ? null : (table?.[of]?.[at] ?? null);
}

/* A curve of the answer; what is not ready yet is of the answer it replaces, and before the change of history. */
export function curveOf(s: Shown, key: string, cell: string, was: ArrayLike<number>): Float64Array | null {
  const a = s.answer;
  const x = cellOf(a?.tables.get(key), cell);
  if (!a || !x) return null;
  if (a.done >= a.months.length) return x;
  const older = cellOf(s.before?.tables.get(key), cell);
  const mixed = new Float64Array(a.months.length).fill(NaN);
  for (let i = 0; i < mixed.length; i++)
    mixed[i] = i < a.done ? (x[i] as number) : ((older ? older[i] : i < a.changedFrom ? was[i] : NaN) as number);
  return mixed;
}
