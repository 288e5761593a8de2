/* The English sentences of the page are those of `vado whatif`, for the same members' values: `VADO=... node --test
 * test/ui.sentences.test.mjs`. The what-if begins with the year, which is the period: a ratio of its sums is exported. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { bundle } from "./bundle.mjs";
import { vado } from "./ui.support.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const skip = existsSync(vado) ? false : "VADO names no vado";
const POLICY = "# title: Twice the appointments\n# about: For a test.\nfrom,until,parameter,where,who,change,value,note,source\n" +
  "2018-01-01,,mexico.checkpoints.effort,,,set,6,More effort,[what-if]\n";
/* How the command's sentence on a ratio begins; harm's begin with their meaning. */
const RATIOS = { remote_share: "Share on remote legs", mexican_effort: "Effort of enforcement on the way, index",
                 shelter_occupancy: "Need of beds in interior cities, people per bed" };
const MARGINS = ["total", "place", "nationality", "group"];

const call = (...args) => execFileSync(vado, args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 }).toString();
function table(text) {
  const [head, ...rows] = text.trim().split("\n").map((l) => [...l.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2]));
  return rows.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i]])));
}
const daysIn = (m) => new Date(Date.UTC(Number(m.slice(0, 4)), Number(m.slice(5)), 0)).getUTCDate();

/* Each member's value over the months from the change on, by cell. */
function over(store, s, margin, from) {
  const cells = new Map();
  const period = s.overTime === "ratio" ? "year" : "month";
  for (const r of table(call("export", store, s.name, "--by", margin === "total" ? period : `${period},${margin}`, "--members"))) {
    if (period === "month" && r.month < from) continue;
    const cell = margin === "total" ? "" : r[margin];
    if (!cells.has(cell)) cells.set(cell, new Map());
    const sums = cells.get(cell);
    const had = sums.get(r.member) ?? [0, 0];
    const weight = s.overTime === "mean" ? daysIn(r.month) : 1;
    sums.set(r.member, [had[0] + (r.value === "" ? NaN : Number(r.value)) * weight, had[1] + weight]);
  }
  return new Map([...cells].map(([c, m]) => [c, Float64Array.from([...m.values()], ([sum, n]) => (s.overTime === "sum" ? sum : sum / n))]));
}

test("english_sentences_are_those_of_vado_whatif", { skip, timeout: 600000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "sentences-"));
  try {
    const scenario = join(folder, "small");
    cpSync(resolve(here, "../../../tests/scenarios/six-places"), scenario, { recursive: true });
    mkdirSync(join(scenario, "policies"), { recursive: true });
    writeFileSync(join(scenario, "policies", "effort.csv"), POLICY);
    const told = call("whatif", scenario, "effort", "--members", "4", "--mode", "fluid", "-o", join(folder, "out"), "--quiet");
    const stores = ["baseline.db", "policy-effort.db"].map((n) => join(folder, "out", n));
    const series = table(call("series", stores[0])).map((r) => ({
      name: r.series, unit: r.unit, overTime: r.over_time, harm: r.harm === "1", meaning: r.meaning, heading: r.meaning, sentence: "",
      main: r.series === "encounters", margins: MARGINS.filter((m) => m === "total" || r[m] === "1"), told: "", order: 0 }));
    const [, from, until] = told.match(/(\d{4}-\d\d) to (\d{4}-\d\d) beside/);
    assert.equal(from, "2018-01");
    const totals = [];
    for (const s of series)
      for (const margin of s.margins) {
        const [a, b] = stores.map((store) => over(store, s, margin, from));
        for (const [cell, without] of a) totals.push({ series: s.name, margin, cell, without, with: b.get(cell) });
      }
    const { Words, Measures, sentence, where, worseOff } = await bundle(
      'export * from "./words/sentences"; export { Words } from "./words/words";');
    const about = { title: "", series };
    const w = new Words("en", about, { facts: {}, en: {}, es: {} });
    const x = new Measures(about, from, until, totals, 4);
    const plain = (t) => t.replaceAll("−", "-").replaceAll("some places", "some sectors").replaceAll("single adult", "single_adult");
    const whatif = plain(told);
    let compared = 0, ratios = 0;
    for (const s of series.filter((y) => y.harm)) {
      const line = plain(sentence(w, w.told(s), s.overTime === "mean" ? "person-days" : s.unit, x.total(s.name)));
      assert.ok(whatif.includes(`    ${line}\n`), `${line}\n--- is not in\n${told}`);
      compared++;
      const list = worseOff(w, x, s);
      const theirs = whatif.match(new RegExp(`^    ${s.name}: (.*)\\.$`, "m"))?.[1] ?? "";
      assert.equal(plain(list.join(", ")), theirs, s.name);
    }
    for (const [name, begins] of Object.entries(RATIOS)) {
      const line = plain(sentence(w, begins, series.find((s) => s.name === name).unit, x.total(name)));
      // the command leaves out what differs by no more than chance
      if (line.includes(": no difference")) assert.ok(!told.includes(`  ${begins}:`), `${line}\n--- but in\n${told}`);
      else assert.ok(plain(told).includes(`  ${line}\n`) && ++ratios, `${line}\n--- is not in\n${told}`);
    }
    assert.ok(ratios > 0);
    const main = series.find((s) => s.main);
    assert.ok(whatif.includes(`Encounters between ports: ${plain(sentence(w, "", main.unit, x.total("encounters"))).slice(2)}`), told);
    assert.equal(plain(where(w, x, "encounters")), whatif.match(/^ {2}(Where: .*)$/m)?.[1] ?? "");
    assert.ok(compared >= 7);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
