/* Real runs as the data of a small engine for tests of the interface: `node data.mjs VADO SCENARIO FOLDER`. Makes
 * FOLDER/fake.json from a baseline and a few shipped policies, six members each. Never part of the page. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";

const [vado, scenario, folder] = process.argv.slice(2);
const MEMBERS = 6;
const RUN = ["no-december-2023-crackdown", "detention-limit-72-hours", "appointments-doubled"];
mkdirSync(folder, { recursive: true });
const call = (...args) => execFileSync(vado, args, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }).toString();

export function csv(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    if (!line || line.startsWith("#")) continue;
    const cells = [];
    for (const m of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) cells.push(m[1] !== undefined ? m[1].replaceAll('""', '"') : m[2]);
    rows.push(cells);
  }
  const [head, ...rest] = rows;
  return rest.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ""])));
}
const file = (path) => csv(readFileSync(join(scenario, path), "utf8"));

const store = (name) => {
  const path = join(folder, `${name}.db`);
  if (!existsSync(path)) call("run", scenario, "--mode", "fluid", "--members", String(MEMBERS), "-o", path, "--quiet",
    ...(name === "baseline" ? [] : ["--policy", name]));
  return path;
};

function tableOf(path, series, margin) {
  const text = call("export", path, series, "--by", margin === "total" ? "month" : `month,${margin}`, "--members");
  const cells = new Map();
  for (const line of text.split("\n").slice(1)) {
    if (!line) continue;
    const c = line.split(",");
    const name = margin === "total" ? "" : c[1].replaceAll('"', "");
    const member = Number(c[c.length - 2]) - 1;
    if (!cells.has(name)) cells.set(name, Array.from({ length: MEMBERS }, () => []));
    cells.get(name)[member].push(c[c.length - 1] === "" ? null : Number(Number(c[c.length - 1]).toPrecision(8)));
  }
  return [...cells];
}

const stores = Object.fromEntries(["baseline", ...RUN].map((n) => [n, store(n)]));
const list = csv(call("series", stores.baseline));
const months = call("export", stores.baseline, list[0].series, "--by", "month").split("\n").slice(1).filter((l) => l.includes(",0.5,")).map((l) => l.slice(0, 7));
const tables = {};
for (const [name, path] of Object.entries(stores)) {
  tables[name] = {};
  for (const s of list)
    for (const margin of ["total", "place", "nationality", "group"])
      if (margin === "total" || s[margin] === "1") tables[name][`${s.series}/${margin}`] = tableOf(path, s.series, margin);
}

function info(s) {
  const source = sources.find((x) => x.includes(`.name = "${s.series}"`) || x.includes(`.name = COR_SERIES_${({ darien_crossings: "gap_crossings", mexico_events: "way_events", mexico_returns: "way_returns" }[s.series] ?? s.series).toUpperCase()},`)) ?? "";
  return source;
}
const corridor = join(scenario, "../../src/corridor");
const sources = readdirSync(corridor).filter((f) => f.endsWith(".c")).flatMap((f) =>
  readFileSync(join(corridor, f), "utf8").split(/\{(?=\.id = offsetof)/).slice(1));
const word = (text, key) => text.match(new RegExp(`\\.${key} = ("[^"]*"|[A-Z_]+|\\d+)`))?.[1]?.replaceAll('"', "") ?? "";
const series = list.map((s) => {
  const t = info(s);
  const base = tables.baseline[`${s.series}/place`];
  return {
    name: s.series, heading: word(t, "heading"), unit: s.unit, meaning: s.meaning, overTime: s.over_time, harm: s.harm === "1",
    main: s.series === "encounters", headline: word(t, "headline") === "1",
    standing: { MDL_FITTED: "fitted", MDL_HAND_SET: "hand-set", MDL_INPUT: "input" }[word(t, "standing")] ?? "not fitted",
    section: word(t, "section").replace("MDL_", "").toLowerCase(), order: Number(word(t, "order")) || 0,
    told: word(t, "told").replace("MDL_", "").toLowerCase(), places: base ? base.map(([n]) => n) : [],
    byNationality: s.nationality === "1", byGroup: s.group === "1",
  };
});

const policies = readdirSync(join(scenario, "policies")).map((f) => {
  const text = readFileSync(join(scenario, "policies", f), "utf8");
  return { name: f.replace(".csv", ""), title: text.match(/# title: (.*)/)?.[1] ?? f, about: text.match(/# about: (.*)/)?.[1] ?? "", rows: csv(text) };
});
const params = csv(call("params", "--csv", scenario)).filter((p) => p.kind === "policy" && !p.path.includes("["));
const schedule = file("schedule.csv");
const group = (p) => p.startsWith("us.interior") || p.startsWith("us.courts") || p.startsWith("us.minors") ? "destination"
  : p.startsWith("us.diplomacy") ? "governments" : p.startsWith("us.parole") || p.startsWith("us.aid") ? "origins" : p.startsWith("us.") ? "line" : p.startsWith("mexico") || p.startsWith("routes") ? "way" : "line";
const CARE = /appointments|parole|aid|beds|papers|judges|water|asylum|work_help|buses$/;
const levers = params.map((p) => ({
  path: p.path, unit: p.unit, low: Number(p.low), high: Number(p.high), value: Number(p.default), meaning: p.meaning, source: p.source,
  kind: p.kind, where: p.where, who: p.who, group: group(p.path), care: CARE.test(p.path), signs: [{ outcome: "encounters between ports", sign: "−", source: "mission" }],
  history: schedule.filter((r) => r.parameter === p.path).map((r) => ({ from: r.from, where: r.where, who: r.who, value: Number(r.value) })),
})).filter((l) => !/agents|sector_pressure|gap_guard|checkpoints.effort|north/.test(l.path));
const observed = readdirSync(join(scenario, "observed")).filter((f) => f !== "used.csv").flatMap((f) => file(`observed/${f}`))
  .map((r) => ({ series: r.series, from: r.from, until: r.until, place: r.place, nationality: r.nationality, group: r.group, value: Number(r.value), publisher: r.publisher, side: r.side }))
  .filter((o) => series.some((s) => s.name === o.series) && o.from >= "2018-01");
const about = {
  title: "The corridor to the US-Mexico border, 2018 to 2024", version: "0.1.0", scenario: "us-mexico", inputHash: "0".repeat(64),
  first: months[0], last: months[months.length - 1], leverFirst: "2018-01-01", series, levers, policies,
  places: file("places.csv").map((p) => ({ name: p.name, country: p.country, region: p.region, lat: Number(p.lat), lon: Number(p.lon) })),
  legs: file("legs.csv").map((l) => ({ from: l.from, to: l.to, mode: l.mode })),
  sectors: file("sectors.csv").map((s) => ({ name: s.name, state: s.state, lat: Number(s.lat), lon: Number(s.lon) })),
  nationalities: [...new Set(tables.baseline["encounters/nationality"].map(([n]) => n))], groups: [...new Set(tables.baseline["encounters/group"].map(([n]) => n))],
  observed,
  schedule: schedule.filter((r) => r.from >= "2023").map((r) => ({ from: r.from, parameter: r.parameter, note: r.note, source: r.source,
    fitShare: r.from === "2024-01-02" ? 0.54 : r.from === "2023-05-12" ? 0.2 : null })),
  claims: file("claims.csv").map((c) => ({ id: c.id, text: c.statement, source: c.documents, verdict: c.expected_verdict })), uncertainty: "prior",
  crossings: [...new Set(file("crossings.csv").map((c) => `${c.from}|${c.sector}`))].map((c) => ({ from: c.split("|")[0], sector: c.split("|")[1] })),
  elements: {}, countries: [], windows: {}, labels: {},
};
writeFileSync(join(folder, "fake.json"), JSON.stringify({ months, members: MEMBERS, about, tables }));
console.log(series.filter((s) => s.headline).map((s) => s.name).join(" "), series.filter((s) => s.section).length, levers.length);
