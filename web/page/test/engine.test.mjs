/* The engine as a page has it, in a real browser: beside `vado run`, given up, refused, and with members. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, hear, open, quiet } from "./harness.mjs";

const { VADO, SOURCE_DIR, PAGES } = process.env;
const six = join(SOURCE_DIR, "tests/scenarios/six-places");
const folder = mkdtempSync(join(tmpdir(), "vado-page-"));
const vado = (...given) => execFileSync(VADO, given, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] }).toString();
const row = (more) => ({ from: "", until: "", parameter: "", where: "", who: "", change: "set", value: "", note: "", source: "", ...more });
const ROWS = [
  row({ from: "2018-04-16", parameter: "mexico.checkpoints.effort", change: "multiply", value: "2" }),
  row({ from: "2018-06-01", until: "2018-09-10", parameter: "us.mpp.share", who: "Honduras/family", value: "0.25" }),
];
const WANTS = [
  { series: "encounters", margin: "place" },
  { series: "waiting", margin: "total" },
];

const MEMBERS = 40; // of the page's bands
const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
};

/* Values of the last column, month by month. */
function exported(store, series, ...by) {
  const lines = vado("export", store, series, "--members", ...by).trimEnd().split("\n").slice(1);
  return lines.map((line) => ({ month: line.slice(0, 7), member: Number(line.split(",").at(-2)), value: Number(line.split(",").at(-1)) }));
}

let chromium, page;
before(async () => {
  chromium = await browser();
  page = await open(chromium, "six-places");
});
after(async () => {
  await quiet(page);
  await chromium.close();
  rmSync(folder, { recursive: true });
});

test("nothing else gets in: the page's own policy says so", async () => {
  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  for (const part of ["default-src 'none'", "script-src 'sha256-", "'wasm-unsafe-eval'", "worker-src blob:", "base-uri 'none'", "form-action 'none'"])
    assert.ok(policy.includes(part), part);
  assert.ok(!/unsafe-inline|'unsafe-eval'|https?:|\*/.test(policy), policy);
  const html = readFileSync(join(PAGES, "us-mexico.html"), "utf8");
  assert.ok(html.length < 5_000_000);
  assert.ok(!/<[a-z][^>]* (style|on[a-z]+)=/i.test(html.replace(/<script[^]*?<\/script>/g, "")), "markup with a style or a handler");
  const blocked = await page.evaluate(() => fetch("data:,x").then(() => "let in", () => "kept out"));
  assert.equal(blocked, "kept out");
  page.heard.console.length = 0; // the browser said that it kept it out
  page.heard.asked.length = 0;
});

test("a run and a run with a policy are those of the command, to the last bit", async () => {
  const seen = await page.evaluate(
    async ({ rows, wants }) => {
      const told = [];
      const plain = (a) => [...a.tables].map(([key, t]) => [key, t.months, t.cells, t.values.map((v) => [...v])]);
      const base = plain(await window.vado.baseline(wants, () => undefined));
      const answer = await window.vado.ask(rows, wants, (a) => told.push(a.done));
      return { base, with: plain(answer), changedFrom: answer.changedFrom, told, months: answer.months };
    },
    { rows: ROWS, wants: WANTS },
  );
  assert.equal(seen.changedFrom, 3);
  assert.ok(seen.told.length > 0 && seen.told.at(-1) === 12);
  writeFileSync(
    join(folder, "rows.csv"),
    "from,until,parameter,where,who,change,value,note,source\n2018-04-16,,mexico.checkpoints.effort,,,scale,2,,x\n" +
      "2018-06-01,2018-09-10,us.mpp.share,,Honduras/family,set,0.25,,x\n",
  );
  vado("run", six, "--mode", "fluid", "-o", "base.db");
  vado("run", six, "--mode", "fluid", "--policy", "rows.csv", "-o", "rows.db");
  for (const [store, tables] of [["base.db", seen.base], ["rows.db", seen.with]])
    for (const [key, months, cells, values] of tables) {
      const [series, margin] = key.split("/");
      const rows = exported(store, series, "--by", margin === "total" ? "month" : `month,${margin}`);
      assert.equal(rows.length, 12 * cells.length, key);
      rows.forEach((one, i) => {
        const month = Math.floor(i / cells.length);
        assert.equal(one.month, months[month]);
        assert.ok(Object.is(values[i % cells.length][month], one.value), `${store} ${key} ${one.month}`);
      });
    }
  const harm = await page.evaluate(() => window.vado.about.series.filter((s) => s.harm).map((s) => s.name));
  for (const name of harm) assert.ok(seen.with.some(([key]) => key === `${name}/total`), `${name} is missing`);
});

test("what_a_page_carries_of_history_is_what_its_engine_gives_to_the_last_bit_and_is_replaced_by_it", async () => {
  const carried = await page.evaluate(() => window.vado.about.history);
  // A page that carries one more of everybody, told by hand: what its run gives is the engine's all the same.
  const context = await chromium.newContext();
  await context.addInitScript(() => {
    const { parse } = JSON;
    JSON.parse = (...given) => {
      const value = parse(...given);
      for (const columns of Object.values(value?.history ?? {})) for (const column of columns) column.forEach((x, i) => (column[i] = (x ?? 0) + 1));
      return value;
    };
  });
  const other = await context.newPage();
  hear(other);
  other.address = page.address;
  await other.goto(page.address);
  await other.waitForFunction(() => "vado" in window);
  const seen = await other.evaluate(async () => {
    const wants = window.vado.about.series.map(({ name }) => ({ series: name, margin: "total" }));
    const plain = (a) => Object.fromEntries(wants.map(({ series }) => { const t = a.tables.get(`${series}/total`); return [series, [...t.values, ...(t.under ?? [])].map((x) => [...x])]; }));
    let first = null;
    const run = plain(await window.vado.baseline(wants, (a) => (first ??= { done: a.done, at: plain(a) })));
    return { first, run };
  });
  await quiet(other);
  assert.ok(Object.keys(seen.run).length > 20);
  assert.deepEqual(Object.keys(carried).sort(), Object.keys(seen.run).sort());
  assert.equal(seen.first.at.encounters[0].at(-1), carried.encounters[0].at(-1) + 1, "what is carried is not told before the run has come");
  for (const [name, columns] of Object.entries(seen.run)) {
    assert.equal(carried[name].length, columns.length, name);
    columns.forEach((values, at) => values.forEach((v, month) => assert.ok(Object.is(v, carried[name][at][month] ?? NaN), `${name} ${at} ${month}`)));
  }
});

test("the last question is the one that is answered", async () => {
  const seen = await page.evaluate(
    async ({ rows, wants }) => {
      const at = (value) => [{ ...rows[0], value }];
      const first = window.vado.ask(at("3"), wants, () => undefined).catch((error) => `given up${error.message}`);
      const second = window.vado.ask(at("4"), wants, () => undefined).catch((error) => `given up${error.message}`);
      const last = await window.vado.ask(at("2"), wants, () => undefined);
      const alone = await window.vado.ask(at("2"), wants, () => undefined);
      const series = (a) => [...a.tables.get("waiting/total").values[0]];
      return { first: await first, second: await second, last: series(last), alone: series(alone) };
    },
    { rows: ROWS, wants: WANTS },
  );
  assert.equal(seen.first, "given up");
  assert.equal(seen.second, "given up");
  assert.deepEqual(seen.last, seen.alone);
});

test("what is wrong is said in the engine's words; what places force is no lever", async () => {
  const say = (rows) =>
    page.evaluate((given) => window.vado.ask(given, [], () => undefined).then(() => "answered", (error) => error.message), rows);
  assert.match(await say([{ ...ROWS[0], value: "-1" }]), /^what-if\.csv:2:\d+: found scale -1/m);
  assert.match(await say([{ ...ROWS[0], where: "Atlantis" }]), /^what-if\.csv:2:\d+: found "Atlantis"/m);
  assert.match(await say([{ ...ROWS[0], from: "2019-01-01" }]), /expected a day up to 2018-12-31/);
  assert.match(await say([{ ...ROWS[0], parameter: "us.sector_pressure" }]), /expected a lever that this page shows/);
  const read = (text) => page.evaluate((t) => window.vado.readPolicy(t).then((p) => p, (error) => error.message), text);
  assert.match(await read("from,until\n1,2,3\n"), /^what-if\.csv:2:/m);
  const head = "from,until,parameter,where,who,change,value,note,source\n";
  assert.match(await read(`${head}2018-05-01,,us.agents,El Paso,,scale,3,n,x\n`), /expected a lever that this page shows/);
  const policy = await read(`# title: <b>T</b>\n${head}2018-05-01,,mexico.checkpoints.effort,,,set,3.10,"a ""note""",x\n`);
  assert.equal(policy.title, "<b>T</b>");
  assert.deepEqual(policy.rows, [row({ from: "2018-05-01", parameter: "mexico.checkpoints.effort", value: "3.10", note: 'a "note"', source: "x" })]);
});

test("members are those of the command, in pairs", async () => {
  const seen = await page.evaluate(
    async ({ rows, wants, of }) => {
      const told = [];
      const given = window.vado.band([{ ...rows[0], value: "3" }], wants, of, () => undefined).catch((error) => error.constructor.name);
      const b = await window.vado.band(rows, wants, of, (so) => told.push(so.members));
      const totals = b.totals.filter((t) => t.series === "encounters" && t.margin === "place");
      const band = b.bands.get("waiting/total");
      return {
        given: await given,
        told,
        totals: totals.map((t) => ({ cell: t.cell, with: [...t.with], without: [...t.without] })),
        low: [...band.low.values[0]],
        high: [...band.high.values[0]],
        difference: [...band.differenceMiddle.values[0]],
      };
    },
    { rows: ROWS, wants: WANTS, of: MEMBERS },
  );
  assert.equal(typeof seen.given, "string");
  const options = ["--mode", "fluid", "--members", String(MEMBERS), "-o"];
  vado("run", six, ...options, "base-all.db");
  vado("run", six, "--policy", "rows.csv", ...options, "rows-all.db");
  const changed = exported("rows-all.db", "waiting", "--by", "month");
  const plain = exported("base-all.db", "waiting", "--by", "month");
  const of = (rows, month) => rows.filter((one) => one.month === month).map((one) => one.value);
  for (const [i, month] of [[1, "2018-02"], [8, "2018-09"]]) {
    const near = (here, there) => assert.ok(Math.abs(here - there) <= 1e-12 * there, `${month}: ${here}, the command has ${there}`);
    near(seen.low[i], quantile(of(changed, month), 0.05));
    near(seen.high[i], quantile(of(changed, month), 0.95));
    const differences = of(changed, month).map((value, k) => value - of(plain, month)[k]);
    assert.ok(Math.abs(seen.difference[i] - quantile(differences, 0.5)) < 1e-9 * seen.high[i]);
  }
  assert.equal(seen.difference[1], 0);
  assert.notEqual(seen.difference[8], 0);
  const by = (store) => exported(store, "encounters", "--by", "month,place");
  for (const [key, rows] of [["with", by("rows-all.db")], ["without", by("base-all.db")]]) {
    const all = seen.totals.flatMap((t) => t[key]).reduce((a, b) => a + b, 0);
    const there = rows.filter((one) => one.month >= "2018-04").reduce((a, one) => a + one.value, 0);
    assert.ok(Math.abs(all - there) < 1e-9 * there, `${key}: ${all}, the command has ${there}`);
  }
});

test("pasts are lived before anybody asks", async () => {
  const other = await open(chromium, "six-places");
  const told = await other.evaluate(async (members) => {
    await window.vado.baseline([], () => undefined);
    const told = [];
    await new Promise((all) => window.vado.pasts(members, (done, of) => (told.push(done), done === of && all())));
    return told;
  }, MEMBERS);
  assert.deepEqual(told, told.map((_, i) => told[0] + i));
  assert.equal(told.at(-1), MEMBERS);
  await quiet(other);
});

test("a ratio over the months is one of sums, as the command's", async () => {
  const ratios = await page.evaluate(
    async ([rows, of]) => {
      const ratios = window.vado.about.series.filter((s) => s.overTime === "ratio");
      const wants = ratios.map((s) => ({ series: s.name, margin: "total" }));
      const b = await window.vado.band(rows, wants, of, () => undefined);
      const total = (s) => b.totals.find((t) => t.series === s.name && t.margin === "total");
      return ratios.filter(total).map((s) => [s.name, [...total(s).without], [...total(s).with]]);
    },
    [[{ ...ROWS[0], from: "2018-01-01" }], MEMBERS],
  );
  assert.ok(ratios.length > 3, String(ratios.map(([name]) => name)));
  writeFileSync(join(folder, "year.csv"), "from,until,parameter,where,who,change,value,note,source\n2018-01-01,,mexico.checkpoints.effort,,,scale,2,,x\n");
  vado("run", six, "--mode", "fluid", "--members", String(MEMBERS), "--policy", "year.csv", "-o", "year.db");
  for (const [name, ...here] of ratios)
    for (const [i, store] of ["base-all.db", "year.db"].entries()) {
      const there = vado("export", store, name, "--by", "year", "--members").trimEnd().split("\n").slice(1).map((line) => line.split(",").at(-1));
      assert.equal(there.length, MEMBERS);
      there.forEach((x, k) => {
        const seen = here[i][k];
        if (x === "") assert.ok(!Number.isFinite(seen ?? NaN), `${store} ${name}: ${seen}`);
        else assert.ok(Math.abs(seen - Number(x)) <= 1e-12 * Math.abs(Number(x)), `${store} ${name}: ${seen}, the command has ${x}`);
      });
    }
});

test("another corridor packs into the same page", async () => {
  const other = await open(chromium, "other");
  const about = await other.evaluate(() => JSON.stringify(window.vado.about));
  assert.doesNotMatch(about, /Mexic|Texas|Tijuana|Darien/);
  const months = await other.evaluate(async () => (await window.vado.baseline([], () => undefined)).done);
  assert.ok(months > 0);
  await quiet(other);
});

test("a lever is there only if all its rows of signs pass and it moves people, a policy likewise", async () => {
  const { readSigns, passes, aboutPage } = await import("../build/about.mjs");
  const text = readFileSync(join(SOURCE_DIR, "docs/signs.md"), "utf8");
  const shown = JSON.parse(readFileSync(new URL("../build/levers.json", import.meta.url), "utf8"));
  const signs = readSigns(text);
  const corridor = await open(chromium, "us-mexico");
  const { levers, policies } = await corridor.evaluate(() => ({
    levers: window.vado.about.levers.map((lever) => lever.path),
    policies: window.vado.about.policies.flatMap((policy) => policy.rows.map((one) => one.parameter)),
  }));
  await quiet(corridor);
  assert.ok(levers.length > 20 && policies.length > 20);
  for (const path of [...levers, ...policies]) assert.ok(passes(signs, path), `${path} has no row of signs that passes`);
  assert.ok(!policies.includes("us.ports.posture"));
  // what governments follow the schedule in, moves nobody there
  for (const path of ["us.diplomacy.offer", "us.diplomacy.threat", "us.ports.closed_by_order"]) {
    assert.ok(shown.levers.some((one) => one.path === path) && passes(signs, path), `${path} is asked for, and passes`);
    assert.ok(!levers.includes(path), `${path} moves nobody, and is there`);
  }
  const one = { path: levers[0], acts: true, kind: "policy" };
  const about = { parameters: [one], schedule: [], policies: [] };
  const made = (page) => aboutPage(about, readSigns(page), shown, new Map()).levers.map((lever) => lever.path);
  assert.deepEqual(made(text), [levers[0]]);
  const failing = text.split("\n").map((line) => (line.startsWith(`| \`${levers[0]}\``) ? line.replace(/\|\s*$/, "FAILS |") : line));
  assert.deepEqual(made(failing.join("\n")), []);
});

test("a hostile name becomes no markup", async () => {
  const hostile = await open(chromium, "hostile");
  assert.equal(await hostile.evaluate(() => document.querySelectorAll("img").length), 0);
  assert.match(await hostile.title(), /<\/script><img/);
  await hostile.evaluate(async () => (await window.vado.baseline([], () => undefined)).done);
  await quiet(hostile);
});
