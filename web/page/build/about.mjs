/* What the page tells of a scenario: the engine's own account of it, with the levers that may be shown and the policies
 * whose parameters' signs all pass. */
import { readFileSync } from "node:fs";

/* The rows of docs/signs.md by parameter: outcome, sign, who states it, and whether the model holds it. */
export function readSigns(text) {
  const signs = new Map();
  let columns = null;
  for (const line of text.split("\n")) {
    const cells = line.split(" | ").map((cell) => cell.replace(/^\| |\s*\|$/g, ""));
    if (line.startsWith("#")) columns = null;
    if (line.startsWith("| lever | outcome |")) columns = cells;
    const lever = /^`([a-z0-9_.]+)`/.exec(cells[0]);
    if (!columns || !lever) continue;
    if (cells.length < columns.length - 1) throw new Error(`signs: a row is cut: ${line.slice(0, 80)}`);
    const at = (name) => cells[columns.indexOf(name)];
    const row = { outcome: at("outcome"), sign: at("sign"), source: at("stated in"), holds: !line.includes("FAILS") };
    signs.set(lever[1], [...(signs.get(lever[1]) ?? []), row]);
  }
  if (!signs.size) throw new Error("signs: no row was found: has the page of signs another form?");
  return signs;
}

/* A row's sign passes; of a lever all rows do, and there is one with a sign. */
export function passes(signs, path) {
  const rows = signs.get(path) ?? [];
  return rows.length > 0 && rows.every((row) => row.holds) && rows.some((row) => row.sign !== "either");
}

/* docs/shares.csv: by day, how much of the change around it is fitted, of a run of this very input; of another nothing. */
export function readShares(text, inputHash) {
  const [head = "", ...rows] = text.trim().split("\n").map((line) => line.split(","));
  const at = (row, name) => row[head.indexOf(name)];
  for (const name of ["day", "latent_share", "input_hash"])
    if (!head.includes(name)) throw new Error(`shares: there is no column ${name}`);
  return new Map(rows.filter((row) => at(row, "input_hash") === inputHash)
    .map((row) => [at(row, "day"), Number(at(row, "latent_share"))]));
}

export function aboutPage(whole, signs, shown, shares) {
  const parameters = new Map(whole.parameters.map((one) => [one.path, one]));
  for (const { path } of shown.levers)
    if (shown.never.includes(path)) throw new Error(`${path}: places force, and is no lever of the page`);
  const levers = shown.levers
    .filter(({ path }) => parameters.get(path)?.acts && parameters.get(path).kind === "policy" && passes(signs, path))
    .map(({ path, group, care }) => {
      const { differs, confidence, acts, ...info } = parameters.get(path);
      const rows = signs.get(path).filter((row) => row.sign !== "either");
      return {
        ...info,
        group,
        care,
        signs: rows.map(({ outcome, sign, source }) => ({ outcome, sign, source })),
        history: whole.schedule
          .filter((row) => row.parameter === path && row.change === "set")
          .map(({ from, where, who, value }) => ({ from, where, who, value })),
      };
    });
  const fits = (row) => !shown.never.includes(row.parameter) && passes(signs, row.parameter);
  const policies = whole.policies
    .filter(({ rows }) => rows.length > 0 && rows.every(fits))
    .filter(({ rows }) => rows.every((row) => row.from.slice(0, 7) <= whole.last))
    .map((policy) => ({ ...policy, rows: policy.rows.map(({ line, ...row }) => row) }));
  const { parameters: _, ...rest } = whole;
  return {
    ...rest,
    levers,
    policies,
    schedule: whole.schedule.map((row) => ({ ...row, fitShare: shares.get(row.from) ?? null })),
  };
}

/* Without what moves nobody: see moves.mjs. What is left must help people as often as not. */
export function onlyMoving(about, moves) {
  const levers = about.levers.filter(moves.lever);
  const care = levers.filter((lever) => lever.care).length;
  if (2 * care < levers.length) throw new Error(`${care} of ${levers.length} levers help people: at least half must`);
  return { ...about, levers, policies: about.policies.filter(moves.policy) };
}

export function readShown(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
