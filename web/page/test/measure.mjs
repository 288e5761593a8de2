/* node test/measure.mjs VADO SCENARIO [TURNS]: how long the page takes, beside whole fluid runs of another build of vado,
 * in turns, so that what else the machine does falls on both. PAGES and CHROMIUM as in harness.mjs. Medians; no test. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { browser, open } from "./harness.mjs";

const [program, scenario, turns = "20"] = process.argv.slice(2);
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/* User and system time would hide a busy machine, and the page's is not to be had: both by the clock. */
function native() {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "vado-measure-"));
  const run = spawnSync(program, ["run", scenario, "--mode", "fluid", "--threads", "1", "-o", join(folder, "run.db")], { stdio: "ignore" });
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}`);
  return performance.now() - began;
}

const chromium = await browser();
const rows = {
  "a lever from 2023-01-01": ["2023-01-01", "us.courts.judges", "scale"],
  "a lever from 2023-12-22": ["2023-12-22", "us.courts.judges", "scale"],
  "a lever over the whole period": ["2018-01-01", "us.courts.judges", "scale"],
};
const began = performance.now();
const page = await open(chromium, basename(scenario));
const opened = performance.now() - began;
const base = await page.evaluate(async () => {
  window.long = [];
  new PerformanceObserver((list) => window.long.push(...list.getEntries().map((one) => one.duration))).observe({ entryTypes: ["longtask"] });
  const began = performance.now();
  let first = 0;
  await window.vado.baseline([{ series: "encounters", margin: "total" }], () => (first ||= performance.now() - began));
  return [first, performance.now() - began];
});
const ask = (row, value) =>
  page.evaluate(
    async ([[from, parameter, change], value]) => {
      const wants = ["total", "place", "nationality"].map((margin) => ({ series: "encounters", margin }));
      const row = { from, until: "", parameter, where: "", who: "", change, value, note: "", source: "" };
      const began = performance.now();
      let first = 0;
      await window.vado.ask([row], wants, () => (first ||= performance.now() - began));
      return [first, performance.now() - began];
    },
    [row, value],
  );
const natives = [];
const times = Object.fromEntries(Object.keys(rows).map((name) => [name, []]));
for (let turn = 0; turn < Number(turns); turn++) {
  natives.push(native());
  for (const [name, row] of Object.entries(rows)) times[name].push(await ask(row, String(1 + turn / 100)));
}
const whole = middle(natives);
const told = (name, ms) => console.log(`${name.padEnd(44)} ${(ms / 1000).toFixed(3)} s   1/${(whole / ms).toFixed(1)} of it`);
console.log(`a whole fluid run beside: ${(whole / 1000).toFixed(3)} s (${natives.length} turns)`);
told("page ready, from its file", opened);
told("as history went: first year", base[0]);
told("as history went: all", base[1]);
for (const [name, list] of Object.entries(times)) {
  told(`${name}: first answer`, middle(list.map((one) => one[0])));
  told(`${name}: all`, middle(list.map((one) => one[1])));
}
if (process.env.BAND) {
  const band = (value) =>
    page.evaluate(
      async ([[from, parameter, change], value, members]) => {
        const row = { from, until: "", parameter, where: "", who: "", change, value, note: "", source: "" };
        const began = performance.now();
        await window.vado.band([row], [{ series: "encounters", margin: "total" }], members, () => undefined);
        return performance.now() - began;
      },
      [rows["a lever from 2023-12-22"], value, Number(process.env.BAND)],
    );
  told(`${process.env.BAND} members, their pasts with them`, await band("1.5"));
  told(`${process.env.BAND} members, once lived`, await band("1.6"));
  told(`${process.env.BAND} members, again`, await band("1.7"));
}
const long = await page.evaluate(() => window.long);
console.log(`tasks of the main thread over 50 ms: ${long.length}${long.length ? `, the longest ${Math.max(...long)} ms` : ""}`);
await chromium.close();
