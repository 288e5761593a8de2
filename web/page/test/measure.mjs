/* node test/measure.mjs VADO SCENARIO [TURNS]: what the page's answers cost, beside whole fluid runs of another build of
 * vado, in turns. PAGES and CHROMIUM as in harness.mjs. Medians, by the clock and, since a machine is seldom quiet, by the
 * processor time of the run and of the page's process. The first pictures come first, each of a page of its own; then the
 * pasts of members are lived, so that they are not beside. A lever is asked for of the engine, and moved in two views until
 * all charts in sight are drawn. What else the machine did is told as its load, before and after.
 * BAND=40: bands, too, of a page whose pasts are lived; OPEN=60: and the first one of a page just opened and of one open
 * for so many seconds. No test; it reads /proc. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { browser, open } from "./harness.mjs";

const [program, scenario, turns = "20"] = process.argv.slice(2);
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/* [clock, processor] in ms */
function native() {
  const folder = mkdtempSync(join(tmpdir(), "vado-measure-"));
  const began = performance.now();
  const line = '"$@" >/dev/null 2>&1 || exit; times';
  const given = ["run", scenario, "--mode", "fluid", "--threads", "1", "-o", join(folder, "run.db")];
  const run = spawnSync("sh", ["-c", line, "sh", program, ...given], { encoding: "utf8" });
  const clock = performance.now() - began;
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}`);
  const parts = run.stdout.trim().split("\n")[1].match(/(\d+)m([\d.]+)s/g).map((t) => t.split("m"));
  return [clock, parts.reduce((sum, [m, sec]) => sum + 60e3 * Number(m) + 1e3 * parseFloat(sec), 0)];
}

/* Processor time so far of the browser's pages, in ms: a hundredth of a second is told apart. */
function pages() {
  const stat = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
    } catch {
      return null;
    }
  };
  const mine = new Set([process.pid]);
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  for (let depth = 0; depth < 5; depth++)
    for (const pid of all) if (mine.has(Number(stat(pid)?.[1]))) mine.add(pid);
  let sum = 0;
  for (const pid of mine) {
    const fields = stat(pid);
    if (fields && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer"))
      sum += 10 * (Number(fields[11]) + Number(fields[12]));
  }
  return sum;
}

/* Until the first curve is there, from the start of the navigation, as the page itself counts it. */
async function firstPicture(of) {
  const context = await of.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(() => {
    window.pictured = 0;
    new MutationObserver(() => {
      if (!window.pictured && document.querySelector(".chart.tall path.was")?.getAttribute("d"))
        requestAnimationFrame(() => setTimeout(() => (window.pictured ||= performance.now())));
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const ms = await (await page.waitForFunction(() => window.pictured, null, { timeout: 600_000 })).jsonValue();
  await context.close();
  return ms;
}

/* Views and levers that are moved in them, each from the last value to the next. */
const MOVED = {
  "the lever of the first view's second question": ["#en/start?q=safety&s=1", "#stop"],
  "a lever of the workbench": ["#en/bench?l=us.courts.judges%3B2%3B2023-01-01%3B", "[id='lever-us.courts.judges']"],
};
const TO = [2 / 3, 1, 1 / 3]; // of a slider's reach, in turn
const settled = (of) => of.waitForFunction(() => {
  const { state, rest } = document.getElementById("page").dataset;
  return state === "ready" && rest === "yes";
}, null, { timeout: 600_000 });

/* From a lever's last movement until the whole answer is drawn. */
const drawnAfter = (of, lever, part) => of.evaluate(([lever, part]) => new Promise((done) => {
  const { dataset } = document.getElementById("page");
  const before = Number(dataset.drawn);
  const slider = document.querySelector(lever);
  const began = performance.now();
  const seen = new MutationObserver(() => {
    if (Number(dataset.drawn) <= before || dataset.state !== "ready") return;
    seen.disconnect();
    done(performance.now() - began);
  });
  seen.observe(document.getElementById("page"), { attributes: true });
  slider.value = String(Number(slider.min) + part * (Number(slider.max) - Number(slider.min)));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}), [lever, part]);

const file = join(process.env.PAGES ?? "", `${basename(scenario)}.html`);
const load = (when) => console.log(`load of the machine ${when}: ${loadavg().map((x) => x.toFixed(1)).join(", ")} (1, 5 and 15 minutes)`);
load("before");
console.log(`the file: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
const chromium = await browser();
const firsts = [];
for (let turn = 0; turn < Number(turns); turn++) firsts.push(await firstPicture(chromium));
console.log(`first picture, from its file: ${(middle(firsts) / 1000).toFixed(2)} s (median of ${firsts.length}; ${(Math.min(...firsts) / 1000).toFixed(2)} to ${(Math.max(...firsts) / 1000).toFixed(2)})`);
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
const lived = (of) => of.waitForFunction(() => document.getElementById("page").dataset.pasts === "40", null, { timeout: 3600_000 });
await lived(page);
const pasts = [performance.now() - began, pages()];
const ask = async (row, value) => {
  const before = pages();
  const clock = await asked(row, value);
  return [...clock, pages() - before];
};
const asked = (row, value) =>
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
const whole = middle(natives.map((one) => one[0]));
const worked = middle(natives.map((one) => one[1]));
const part = (ms, of) => `${(ms / 1000).toFixed(3)} s, 1/${(of / ms).toFixed(1)}`;
const told = (name, ms, work) =>
  console.log(`${name.padEnd(44)} ${part(ms, whole)}${work ? `; of the processor ${part(work, worked)}` : ""}`);
console.log(`a whole fluid run beside: ${(whole / 1000).toFixed(3)} s, of the processor ${(worked / 1000).toFixed(3)} s (${natives.length} turns)`);
told("page ready, from its file", opened);
told("as history went: first year", base[0]);
told("as history went: all", base[1]);
for (const [name, list] of Object.entries(times)) {
  told(`${name}: first answer`, middle(list.map((one) => one[0])));
  told(`${name}: all`, middle(list.map((one) => one[1])), middle(list.map((one) => one[2])));
}
told("pasts of 40 members, from the file", ...pasts);
for (const [name, [hash, lever]] of Object.entries(MOVED)) {
  await page.evaluate((h) => { location.hash = h; }, hash);
  await page.waitForSelector(lever);
  const list = [];
  for (let turn = 0; turn < Number(turns); turn++) {
    await settled(page);
    list.push(await drawnAfter(page, lever, TO[turn % TO.length]));
  }
  told(`${name}, moved to drawn`, middle(list));
}
if (process.env.BAND) {
  const band = (of, value) =>
    of.evaluate(
      async ([[from, parameter, change], value, members]) => {
        const row = { from, until: "", parameter, where: "", who: "", change, value, note: "", source: "" };
        const began = performance.now();
        await window.vado.band([row], [{ series: "encounters", margin: "total" }], members, () => undefined);
        return performance.now() - began;
      },
      [rows["a lever from 2023-12-22"], value, Number(process.env.BAND)],
    );
  for (const [name, value] of [["once their pasts are lived", "1.6"], ["again", "1.7"]]) {
    const before = pages();
    const clock = await band(page, value);
    told(`${process.env.BAND} members, ${name}`, clock, pages() - before);
  }
  for (const seconds of process.env.OPEN ? [0, Number(process.env.OPEN)] : []) {
    const before = pages();
    const opened = performance.now();
    const fresh = await open(chromium, basename(scenario));
    await fresh.waitForFunction(() => document.getElementById("page").dataset.state === "ready", null, { timeout: 600_000 });
    const picture = performance.now() - opened;
    await fresh.waitForTimeout(Math.max(0, 1000 * seconds - picture));
    const there = await fresh.evaluate(() => document.getElementById("page").dataset.pasts ?? "0");
    const clock = await band(fresh, "1.5");
    told(`${process.env.BAND} members, page open for ${Math.max(seconds, picture / 1000).toFixed(1)} s, ${there} pasts there`, clock);
    told("  from its file to its band", performance.now() - opened, pages() - before);
    await fresh.context().close();
  }
}
const long = await page.evaluate(() => window.long);
console.log(`tasks of the main thread over 50 ms: ${long.length}${long.length ? `, the longest ${Math.max(...long)} ms` : ""}`);
await chromium.close();
load("after");
