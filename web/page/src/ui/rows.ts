/* A what-if as rows of a policy: as part of an address, from a story's lever, from the workbench's levers. The file that
 * `vado run --policy` reads is written by engine/policy.ts. */
import type { About, Day, LeverInfo, Month, Policy, PolicyRow } from "../engine/types";
import type { StoryLever } from "../words/scenario";

export interface WhatIf {
  name: string; // of a shipped policy, or of a file
  title: string;
  rows: PolicyRow[];
}

export const sameRows = (a: PolicyRow[], b: PolicyRow[]): boolean => keyOf(a) === keyOf(b);
const acts = (r: PolicyRow) => [r.from, r.until, r.parameter, r.where, r.who, r.change, r.value];
export const keyOf = (rows: PolicyRow[]): string => JSON.stringify(rows.map(acts));

export const firstDay = (rows: PolicyRow[]): Day => rows.map((r) => r.from).sort()[0] ?? "";

/* The months that a chart of a what-if shows, from the January of the year before it; null, all, where there is none. */
export function windowOf(rows: PolicyRow[], about: About): [Month, Month] | null {
  const year = (day: string) => Number(day.slice(0, 4));
  return rows.length ? [`${Math.max(year(about.first), year(firstDay(rows)) - 1)}-01`, about.last] : null;
}

/* ---- in an address: "p:name" of a shipped policy, else its rows ---- */

const escape = (v: string) => v.replace(/[~;|]/g, (c) => `~${c.charCodeAt(0).toString(16)}`);
const unescape = (v: string) => v.replace(/~([0-9a-f]{2})/g, (_, n: string) => String.fromCharCode(parseInt(n, 16)));

export function toAddress(w: WhatIf, about: About): string {
  const shipped = about.policies.find((p) => sameRows(p.rows, w.rows));
  if (shipped) return `p:${shipped.name}`;
  return [escape(w.title), ...w.rows.map((r) => acts(r).map(escape).join(";"))].join("|");
}

export function fromAddress(text: string, about: About): WhatIf {
  if (text.startsWith("p:")) {
    const p = about.policies.find((x) => x.name === text.slice(2));
    if (!p) throw new Error(text.slice(2));
    return { name: p.name, title: p.title, rows: p.rows };
  }
  const [title = "", ...rows] = text.split("|");
  return {
    name: "", title: unescape(title),
    rows: rows.map((r) => {
      const [from = "", until = "", parameter = "", where = "", who = "", change = "", value = ""] = r.split(";").map(unescape);
      if (!parameter || !from) throw new Error(r);
      return { from, until, parameter, where, who, change, value, note: "", source: "[what-if]" };
    }),
  };
}

/* The page changes the past only: no row begins before levers do, none after the last figures, and nothing is moved
 * that the engine did not offer. What is wrong with the rows, or "". */
export function refused(rows: PolicyRow[], about: About): string {
  const shipped = about.policies.flatMap((p) => p.rows);
  const offered = new Set([...about.levers.map((l) => l.path), ...shipped.map((r) => r.parameter)]);
  const placed = new Set(shipped.map((r) => `${r.parameter} ${r.where}`)); // nothing is placed where no story places it
  const last = `${about.last}-31`;
  for (const r of rows) {
    if (!offered.has(r.parameter)) return r.parameter;
    if (r.where !== "" && !placed.has(`${r.parameter} ${r.where}`)) return `${r.parameter}, ${r.where}`;
    if (r.from > last || (r.until !== "" && r.until < r.from)) return `${r.parameter}, ${r.from}`;
  }
  return "";
}

/* ---- stories ---- */

export interface Stop {
  label: { kind: "was" } | { kind: "until"; day: Day } | { kind: "value"; value: number; unit: string } | { kind: "times"; factor: number };
  rows: PolicyRow[];
}

const policiesOf = (names: string[], about: About): Policy[] =>
  names.flatMap((n) => about.policies.filter((p) => p.name === n));

/* The stops of a story's lever, from what the scenario ships; fewer than two: the story is not there. */
export function stopsOf(lever: StoryLever, names: string[], about: About, from = ""): Stop[] {
  const rows = policiesOf(names, about).flatMap((p) => p.rows.map((r) => (from ? { ...r, from } : r)));
  const was: Stop = { label: { kind: "was" }, rows: [] };
  if (!rows.length) return [];
  if (lever.kind === "until")
    return [was, ...lever.ends.map((day): Stop => ({
      label: { kind: "until", day },
      rows: rows.filter((r) => day === "" || r.from <= day).map((r) => ({ ...r, until: day === "" ? r.until : day })),
    }))];
  if (lever.kind === "values") {
    const info = about.levers.find((l) => l.path === lever.parameter);
    return info ? lever.values.map((value): Stop => ({
      label: { kind: "value", value, unit: info.unit },
      rows: value === lever.was ? []
        : rows.map((r) => (r.parameter === lever.parameter ? { ...r, value: String(value) } : r)),
    })) : [];
  }
  return [was, ...lever.factors.map((factor): Stop => ({
    label: { kind: "times", factor },
    rows: rows.map((r) => (r.change === "scale"
      ? { ...r, value: String(Number((1 + (factor - 1) * (Number(r.value) - 1)).toFixed(4))) } : r)),
  }))];
}

/* ---- the workbench ---- */

export interface LeverSetting {
  value: number;
  from: Day;
  until: Day; // "" to the end
}
export type Settings = Map<string, LeverSetting>;

/* A parameter that stands differently for its places or people is scaled for all alike; another is set. */
export const isScaled = (l: LeverInfo): boolean =>
  (l.where !== "" || l.who !== "") && l.history.some((x) => x.where !== "" || x.who !== "");

export function lastValue(l: LeverInfo): number {
  return l.history.length ? (l.history[l.history.length - 1]?.value ?? l.value) : l.value;
}

/* From which day on the workbench sets a lever, until somebody says another: the January of the year before the last. */
export function benchDay(about: About): Day {
  const first = `${Number(about.last.slice(0, 4)) - 1}-01-01`;
  return first < about.leverFirst ? about.leverFirst : first;
}

/* A slider over what is reasonable: bounds of the parameter, or three times what history had where they are far off. */
export function reach(l: LeverInfo): [number, number] {
  if (isScaled(l)) return [0, 3];
  const had = Math.max(Math.abs(l.value), ...l.history.map((x) => Math.abs(x.value)));
  if (l.high <= 10 * had || l.high <= 1 || had === 0) return [l.low, l.high];
  return [Math.max(l.low, had > 0 && l.low > 0 ? l.low : 0), Math.min(l.high, 3 * had)];
}

export function stepOf([low, high]: [number, number]): number {
  const span = high - low;
  return span > 0 ? Math.pow(10, Math.floor(Math.log10(span / 50))) * (span >= 1000 ? 5 : 1) : 1;
}

export function rowsOf(settings: Settings, about: About): PolicyRow[] {
  return [...settings].flatMap(([path, s]) => {
    const l = about.levers.find((x) => x.path === path);
    return l ? [{
      from: s.from, until: s.until, parameter: path, where: "", who: "", change: isScaled(l) ? "scale" : "set",
      value: String(s.value), note: "Set in the explorer", source: "[what-if]",
    }] : [];
  });
}
