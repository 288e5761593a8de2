/* What a view saves is what `vado run` makes of the policy that it saves, to the last bit: VADO, PAGES, CHROMIUM and
 * SOURCE_DIR as tests/cmd_page.sh sets them. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after as end, before, test } from "node:test";
import { answered, openBrowser, skip as noPage, vado } from "./ui.support.mjs";

const skip = noPage || (existsSync(vado) ? false : "VADO names no vado");
const scenario = resolve(process.env.SOURCE_DIR ?? "../..", "scenarios/us-mexico");
let browser, folder;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), "vado-downloads-"));
  browser = await openBrowser();
  call("run", scenario, "--mode", "fluid", "-o", "base.db");
});
end(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});
const call = (...given) => execFileSync(vado, given, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 }).toString();

/* Rows as objects; no name of the corridor needs more than quotes around it. */
function table(text) {
  const [head, ...rows] = text.trim().split("\n").filter((l) => !l.startsWith("#"))
    .map((l) => [...l.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]));
  return rows.map((r) => Object.fromEntries(head.map((name, i) => [name, r[i]])));
}

async function saved(p, act) {
  const waits = p.waitForEvent("download", { timeout: 120000 }).catch((error) => error);
  await act();
  const file = await waits;
  if (file instanceof Error) throw new Error(`${file.message}; the page says: ${await p.locator(".notice").textContent()}`);
  return readFileSync(await file.path(), "utf8");
}
const press = (p, name) => saved(p, () => p.getByRole("button", { name, exact: true }).click());

/* month and cell -> value, of a store */
const exports_ = new Map();
function exported(store, series, by) {
  const key = `${store} ${series} ${by}`;
  if (!exports_.has(key)) {
    const rows = table(call("export", store, series, "--members", ...(by === "total" ? [] : ["--by", `month,${by}`])));
    exports_.set(key, new Map(rows.map((r) => [`${r.month} ${by === "total" ? "" : r[by]}`, r.value])));
  }
  return exports_.get(key);
}

/* Each number of a saved table beside the two stores. */
function same(csv, store) {
  const rows = table(csv);
  assert.ok(rows.length > 10, csv);
  const seen = new Set();
  for (const r of rows)
    for (const [column, from] of [["as_it_happened", "base.db"], ["what_if", store]]) {
      const there = exported(from, r.series, r.by).get(`${r.month} ${r.cell}`);
      assert.notEqual(there, undefined, `${from} has no ${r.series} ${r.by} ${r.cell} ${r.month}`);
      const equal = there === "" ? r[column] === "" : r[column] !== "" && Object.is(Number(r[column]), Number(there));
      assert.ok(equal, `${r.series} ${r.cell} ${r.month}: ${column} ${r[column]}, ${from} has ${there}`);
      if (r.as_it_happened !== r.what_if) seen.add(`${r.series}/${r.by}`);
    }
  assert.ok(rows.some((r) => r.harm === "1"), "no harm");
  return seen;
}

const VIEWS = {
  "the first view": ["#en/start?q=december&s=2&f=place%3ADel+Rio&w=all", "encounters/place"],
  "a step of a story, in Spanish": ["#es/stories/hours/2?s=4", "mexico_returns_by_air/total"],
  "the workbench, with a lever": ["#en/bench?l=us.ports.appointments_per_day%3B2%3B2023-06-30%3B&c=after", "encounters/total"],
};
for (const [name, [hash, moved]] of Object.entries(VIEWS))
  test(`what ${name} saves is what vado run makes of the policy it saves`, { skip, timeout: 900000 }, async () => {
    const p = await browser.show(hash);
    await answered(p);
    const spanish = hash.startsWith("#es");
    const policy = await press(p, spanish ? "Guardar este supuesto (archivo de medidas)" : "Save this what-if (policy file)");
    const shown = await press(p, spanish ? "Guardar lo que se muestra (CSV)" : "Save what is shown (CSV)");
    const chart = await saved(p, () => p.locator(".chart.tall").getByRole("button", { name: /CSV/ }).click());
    writeFileSync(join(folder, "saved.csv"), policy);
    const store = `${hash.slice(1, 9).replaceAll("/", "-")}.db`;
    call("run", scenario, "--mode", "fluid", "--policy", "saved.csv", "-o", store);
    assert.ok(same(shown, store).has(moved), `${moved} is no other with the what-if`);
    same(chart, store);
  });

test("the compared view and the view of trust save their tables", { skip, timeout: 900000 }, async () => {
  const p = await browser.show("#en/compare?k=p%3Ano-december-2023-crackdown");
  const button = await p.getByRole("button", { name: "Save this table (CSV)" }).elementHandle();
  await p.waitForFunction(() => /\d/.test(document.querySelector(".measures td")?.textContent ?? ""), null, { timeout: 600000 });
  assert.ok(await button.evaluate((b) => b.isConnected), "the button was made anew: a press on the old one is lost");
  const rows = table(await press(p, "Save this table (CSV)"));
  assert.ok(rows.some((r) => r.series === "deaths" && r.by === "total" && r.harm === "1" && Number(r.members) > 1), JSON.stringify(rows[0]));
  assert.ok(rows.every((r) => Math.abs(Number(r.with) - Number(r.without) - Number(r.difference)) <= 1e-6 * Math.abs(Number(r.with)) + 1e-6));
  await p.evaluate(() => { location.hash = "#en/trust"; });
  await p.waitForSelector(".view.trust");
  const figures = table(await saved(p, () => p.locator("#figures").getByRole("button", { name: "Save this table (CSV)" }).click()));
  assert.ok(figures.length > 9000 && figures.every((r) => r.publisher && r.source && Number.isFinite(Number(r.value))));
});
