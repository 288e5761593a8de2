/* What the tests of the map share: the map on a page of its own under the page's content policy, in Chromium; scenarios
 * with figures made from their tables. */
import { createHash } from "node:crypto";
import { readFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { makeGeography } from "../build/geography.mjs";
import { browser as launched, hear } from "./harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../../..");

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export async function makePage() {
  const out = await build({ entryPoints: [join(here, "map.page.ts")], bundle: true, format: "iife", target: "es2022", write: false, outdir: "out" });
  const file = (end) => out.outputFiles.find((f) => f.path.endsWith(end)).text;
  const body = "body{margin:0;padding:12px;font:16px/1.4 system-ui,'DejaVu Sans',sans-serif;background:#fff}";
  const [script, style] = [file(".js"), body + file(".css")];
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src blob: data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Map</title><style>${style}</style></head><body><main><h1>Map</h1><div id="map"></div></main><script>${script}</script></body></html>`;
}

/* Opens the page in Chromium: what it says to the console and asks of the network is kept. */
export async function openBrowser() {
  const folder = mkdtempSync(join(tmpdir(), "map-"));
  const path = join(folder, "map.html");
  writeFileSync(path, await makePage());
  const browser = await launched();
  const open = async (given, { width = 1280, height = 800, ...more } = {}) => {
    const page = await browser.newPage({ viewport: { width, height }, ...more });
    hear(page);
    await page.goto(pathToFileURL(path).href);
    await page.evaluate((g) => window.mapTests.mount(JSON.parse(g)), JSON.stringify(given)); // as text: piece by piece it takes seconds
    await page.waitForFunction(() => document.querySelectorAll(".vm-label[display=inline]").length > 0);
    return page;
  };
  return { open, close: () => browser.close().then(() => rmSync(folder, { recursive: true })) };
}

/* Until what was asked for is drawn: the map draws once a frame. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

/* ---- scenarios ---- */

function rowsOf(path) {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter((l) => l && !l.startsWith("#"));
  const cells = (line) => [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((m) => m[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
  const [head, ...rows] = lines.map(cells);
  return rows.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ""])));
}

const at = (r) => ({ lat: r.lat === "" ? NaN : Number(r.lat), lon: r.lon === "" ? NaN : Number(r.lon) });

function series(name, places, more = {}) {
  return { name, heading: name, unit: "people", meaning: name, overTime: "sum", harm: false, main: false, headline: false, standing: "not fitted", section: "", order: 1, told: "", places, byNationality: false, byGroup: false, ...more };
}

/* Figures that nobody simulated: the same each time, of the sizes that a run has. */
function figures(cells, months, most, seed) {
  let x = seed;
  const next = () => (x = (x * 1103515245 + 12345) % 2147483648) / 2147483648;
  return cells.map(() => {
    const size = most * Math.pow(next(), 2.5);
    return months.map((_, m) => size * (0.4 + 0.6 * Math.sin((m + next() * 3) / 6) ** 2));
  });
}

/* Each is made once, of what is asked for: its coast takes longer than most tests. */
const made = new Map();
export function scenario(folder, options = {}) {
  const key = JSON.stringify([folder, options]);
  if (!made.has(key)) made.set(key, make(folder, options));
  return structuredClone(made.get(key));
}

function make(folder, { figures: some = true, map }) {
  const legs = rowsOf(join(folder, "legs.csv")).map(({ from, to, mode }) => ({ from, to, mode }));
  const places = rowsOf(join(folder, "places.csv")).map((r) => ({ name: r.name, country: r.country, region: r.region, ...at(r) }));
  const sectors = rowsOf(join(folder, "sectors.csv")).map((r) => ({ name: r.name, state: r.state, ...at(r) }));
  const crossings = rowsOf(join(folder, "crossings.csv")).map(({ from, sector }) => ({ from, sector }));
  const cities = [...new Set(crossings.map((c) => c.from))];
  const stations = [...new Set(rowsOf(join(folder, "stations.csv")).map((r) => r.place))];
  const months = Array.from({ length: 24 }, (_, m) => `${2022 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`);
  const names = sectors.map((s) => s.name);
  const list = [
    ["people_on_legs", legs.map((l) => `${l.from} > ${l.to} (${l.mode})`), 90000],
    ["encounters", names, 70000],
    ["waiting", cities, 20000],
    ["custody", names, 5000],
    ["held_on_the_way", stations, 900],
    ["deaths", names, 60],
    ["kidnappings", cities, 900],
    ["deaths_on_the_way", [], 80],
    ["extortion", [], 40000],
  ].filter(([name, cells]) => cells.length || name.length > 15 || name === "extortion");
  const tables = {};
  list.forEach(([name, cells, most], i) => {
    const values = figures(cells.length ? cells : [""], months, most, 7 + i);
    if (cells.length) tables[`${name}/place`] = { series: name, margin: "place", cells, months, values };
    tables[`${name}/total`] = { series: name, margin: "total", cells: [""], months, values: [months.map((_, m) => values.reduce((s, v) => s + v[m], 0))] };
  });
  const answer = { months, done: months.length, changedFrom: 0, tables };
  const about = { title: "", version: "", scenario: "", inputHash: "", first: months[0], last: months[23], leverFirst: "", series: list.map(([n, cells]) => series(n, cells)), levers: [], policies: [], places, legs, sectors, nationalities: [], groups: [], observed: [], schedule: [], claims: [], uncertainty: "prior", levelUntil: "", crossings, elements: {}, countries: [], windows: {}, labels: {} };
  return { about, answers: some ? [answer] : [], geography: makeGeography({ places, sectors, legs, crossings, map }) };
}

/* The same with more people on some legs and fewer on others from a month on. */
export function changed(answer, from = 6) {
  const copy = structuredClone(answer);
  for (const [key, t] of Object.entries(copy.tables))
    t.values.forEach((v, i) => v.forEach((x, m) => (v[m] = m >= from && (key.endsWith("/total") || i % 3) ? x * (i % 2 ? 1.3 : 0.7) : x)));
  copy.changedFrom = from;
  return copy;
}
