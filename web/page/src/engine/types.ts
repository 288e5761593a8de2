/* What the page and the engine say to each other. Nothing here is written by hand for one scenario: `About` is made by
 * the engine from the packed scenario and the registry, so that a change of the model needs no change of the page.
 *
 * Months are "2023-12", days "2023-12-22". Numbers are as the series' unit says; a ratio's value is NaN where there is
 * nothing to divide by. People are counted, never told apart. */

export type Month = string;
export type Day = string;
export type OverTime = "sum" | "mean" | "ratio";
export type Standing = "not fitted" | "seen by the posterior" | "fitted" | "hand-set" | "input";
export type Section = "" | "line" | "way" | "after" | "governments";
export type Margin = "total" | "place" | "nationality" | "group";

export interface SeriesInfo {
  name: string;
  heading: string; // "" where it is shown nowhere
  unit: string;
  meaning: string;
  overTime: OverTime;
  harm: boolean;
  main: boolean; // the one series the model's question is about
  headline: boolean;
  standing: Standing;
  section: Section;
  order: number;
  told: "" | "first" | "later"; // in a what-if
  sentence: string; // how a what-if's sentence on it begins
  places: string[]; // [] without that margin
  byNationality: boolean;
  byGroup: boolean;
}

export interface ParameterInfo {
  path: string;
  unit: string;
  low: number;
  high: number;
  value: number; // as the scenario sets it at its first day
  meaning: string;
  source: string;
  kind: string; // policy, structure, behaviour
  where: string; // the kind of element, "" for none
  who: string;
}

/* A parameter that the page lets people move: its rows in the table of signs pass, and it places no force. */
export interface LeverInfo extends ParameterInfo {
  group: "origins" | "way" | "line" | "destination" | "governments"; // as the mission goes
  care: boolean; // helps people, rather than stopping them
  signs: { outcome: string; sign: "+" | "−" | "0"; source: string }[];
  history: { from: Day; where: string; who: string; value: number }[]; // what the schedule does with it
}

/* A row of a policy, as in a file of `vado run --policy`. */
export interface PolicyRow {
  from: Day;
  until: string; // "" to the end
  parameter: string;
  where: string;
  who: string;
  change: "set" | "add" | "multiply" | string;
  value: string; // as written, with all its digits
  note: string;
  source: string;
}
export interface Policy {
  name: string;
  title: string;
  about: string;
  rows: PolicyRow[];
}

export interface Place {
  name: string;
  country: string;
  region: string;
  lat: number;
  lon: number;
}
export interface Leg {
  from: string;
  to: string;
  mode: string;
}
export interface Sector {
  name: string;
  state: string;
  lat: number;
  lon: number;
}

/* A published figure, with its publisher and the side of docs/split.md on which it stands. */
export interface Observed {
  series: string;
  from: Month;
  until: Month;
  place: string;
  nationality: string;
  group: string;
  value: number;
  publisher: string;
  source: string;
  side: string; // set, judge, time, or used
}
export interface ScheduleEvent {
  from: Day;
  parameter: string;
  note: string;
  source: string;
  fitShare: number | null; // share of the change around it that is fitted, not explained; null: not known
}
export interface ClaimInfo {
  id: string;
  text: string;
  source: string;
  verdict: string;
}

export interface About {
  title: string;
  version: string; // of vado
  scenario: string; // name
  inputHash: string;
  first: Month;
  last: Month; // of the figures: no change begins after it
  leverFirst: Day; // no lever begins before
  series: SeriesInfo[];
  levers: LeverInfo[];
  policies: Policy[]; // those whose parameters' signs pass
  places: Place[];
  legs: Leg[];
  sectors: Sector[];
  nationalities: string[];
  groups: string[];
  observed: Observed[];
  schedule: ScheduleEvent[];
  claims: ClaimInfo[];
  /* The run as history went, of all people and places, by series: values by month, and what a ratio is divided by. By the
   * same engine when the page was made, so that a first chart need not wait for it. */
  history: Record<string, (number | null)[][]>;
  uncertainty: string; // what a band is: prior, level, posterior, or another word, which is then shown as it is
  levelUntil: Month; // the last month to whose level members are brought; "": to none
  /* How the scenario wants to be drawn and called; empty where it does not say. */
  crossings: { from: string; sector: string }[]; // towns at the line and the sector behind, each pair once
  elements: Record<string, string[]>; // names of places by kind: what a row's `where` may be
  countries: { code: string; name: string; lat: number | null; lon: number | null }[];
  windows: Record<string, [number, number, number, number]>; // border, way, ...: west, east, south, north
  labels: Record<string, string>;
}

/* A series over months: values[cell][month]; cells are [""] of a total, else the names of the margin. */
export interface Table {
  series: string;
  margin: Margin;
  cells: string[];
  months: Month[];
  values: Float64Array[];
  under: Float64Array[] | null; // of a ratio: what each value is divided by, so that months can be put together
}

/* What the page wants to see of an answer. The harm series come as totals always, whether asked for or not. */
export interface Want {
  series: string;
  margin: Margin;
}

/* One answer, as it grows: months up to `done` are there. */
export interface Answer {
  months: Month[]; // of the whole period; before the change they are the baseline's
  done: number; // months that are ready, from the first
  changedFrom: number; // index of the first month that may differ from the baseline
  tables: Map<string, Table>; // by `${series}/${margin}`
}

/* Quantiles over paired members, months x cells; difference: of the change to the baseline, member by member. */
export interface Band {
  members: number;
  of: number;
  low: Table;
  middle: Table;
  high: Table;
  differenceLow: Table;
  differenceMiddle: Table;
  differenceHigh: Table;
}
/* Over the months from the change to the end for each member, what sentences are made of: the sum of what is summed, the
 * mean over days of a mean, a ratio of sums. */
export interface MemberTotals {
  series: string;
  margin: Margin;
  cell: string;
  without: Float64Array; // [members]
  with: Float64Array;
}
export interface Bands {
  members: number; // ready
  of: number;
  bands: Map<string, Band>; // by `${series}/${margin}`
  totals: MemberTotals[];
}

export interface Engine {
  about: About;
  /* The run as history went, whole period; `grown` after each year. */
  baseline(wants: Want[], grown: (a: Answer) => void): Promise<Answer>;
  /* The same with policies laid over it. A call gives up the one before it, whose promise is rejected with
   * `Superseded`. Errors of input are thrown as `PolicyError` with the engine's own messages. */
  ask(rows: PolicyRow[], wants: Want[], grown: (a: Answer) => void): Promise<Answer>;
  /* Members beside the central run, in workers of their own; gives up the band before it. */
  band(rows: PolicyRow[], wants: Want[], members: number, grown: (b: Bands) => void): Promise<Bands>;
  /* Lives the pasts of members while nothing else is asked for, so that a band costs no more than what follows the
   * change; stands still while `ask` has no answer. `lived` hears how many are there, at once and after each. */
  pasts(members: number, lived: (done: number, of: number) => void): void;
  /* What `vado run --policy` reads, checked by the engine: rows, or its messages. */
  readPolicy(text: string): Promise<Policy>;
}
export class Superseded extends Error {}
export class PolicyError extends Error {}
