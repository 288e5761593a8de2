/** vado in WebAssembly, in Node and in a browser's worker: see README.md. */

export type Margin = "place" | "nationality" | "group";
export type OverTime = "sum" | "mean" | "ratio";

export interface OpenOptions {
  /** "fluid" (expected people; the default), "stochastic" (whole people) or "individual". */
  mode?: "fluid" | "stochastic" | "individual";
  /** Of all random numbers, a whole number from 0; default 1. */
  seed?: number;
  /** Of the ensemble; default 1. */
  members?: number;
  /** Megabytes for states at quarters, from which a change goes on; default 64. */
  snapshots?: number;
  /** The engine's bytes, where vado.wasm beside this module cannot be read or fetched. */
  wasm?: BufferSource;
}

/** A dated change, as a row of a policy's file. */
export interface Change {
  parameter: string;
  value: number;
  /** First day, "2018-03-01". */
  from: string;
  /** Last day; none: to the end. */
  until?: string;
  /** The place and the people, as a schedule names them; none: all. */
  where?: string;
  who?: string;
  change?: "set" | "add" | "multiply";
  note?: string;
  source?: string;
}

/** A series by month. values[cell][month]; NaN where a ratio has nothing to be divided by. */
export interface Series {
  series: string;
  unit: string;
  meaning: string;
  overTime: OverTime;
  /** "2018-01", ... */
  months: string[];
  /** [""] over all; else the names of the margin. */
  cells: string[];
  values: Float64Array[];
}

export interface Reading extends Series {
  member: number;
  /** What was suffered in the same months, over all places and people: every series of harm that the model has. What
   * people wait is in person-days, as `unit` says. */
  harm: Record<string, Series>;
}

export interface SeriesInfo {
  name: string;
  unit: string;
  meaning: string;
  overTime: OverTime;
  harm: boolean;
  places: string[];
  byNationality: boolean;
  byGroup: boolean;
}

/** What a scenario is, as vado_about gives it; more than is named here. */
export interface About {
  title: string;
  series: SeriesInfo[];
  nationalities: string[];
  groups: string[];
  [more: string]: unknown;
}

/** What the engine refuses, in its own words: file, line, what was found, what to do. */
export class VadoError extends Error {
  status: number;
}

export class Run {
  readonly about: About;
  /** Lays these changes, or the text of a policy's file, in place of all that was laid before; null: nothing. Checked
   * at once: a VadoError leaves what was laid. */
  lever(changes: Change | Change[] | string | null): this;
  /** All months of a series, with what is laid, and the harm of the same months. */
  read(series: string, options?: { by?: Margin; member?: number }): Reading;
}

/** Opens the bytes of a file of `vado pack`. */
export function open(packed: Uint8Array, options?: OpenOptions): Promise<Run>;
