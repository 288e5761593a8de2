// The explorer's engine (web/explorer.c in WebAssembly), in Node: what it tells of a scenario is whole and valid JSON,
// whatever names are in it; its months are those of `vado run --mode fluid`, with a policy those of `--policy`, to the
// last bit; what is laid wrongly is refused with file, line and column. Starts in an empty folder. ctest: timeout=600
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const { VADO, SOURCE_DIR, BUILD_DIR } = process.env;
const wasm = `${BUILD_DIR}/wasm/explorer.wasm`;
if (!existsSync(wasm)) {
  console.log("SKIPPED: clang cannot link for wasm32-wasi (Debian packages clang lld wasi-libc libclang-rt-14-dev-wasm32)");
  process.exit(77);
}
let failed = 0;
const wrong = (text) => {
  console.log(`WRONG: ${text}`);
  failed = 1;
};
const must = (yes, text) => yes || wrong(text);

// ---- the program ----

const module = await WebAssembly.compile(readFileSync(wasm));
async function start() {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 8;
  const x = (await WebAssembly.instantiate(module, imports)).exports;
  x._initialize();
  const put = (bytes) => {
    const at = x.page_alloc(bytes.length);
    new Uint8Array(x.memory.buffer).set(bytes, at);
    new Uint8Array(x.memory.buffer)[at + bytes.length] = 0;
    return at;
  };
  const text = (words) => put(Buffer.from(words));
  const out = () => Buffer.from(x.memory.buffer, x.page_text(), x.page_length()).toString();
  const words = () => (x.page_messages(), out());
  return {
    x,
    put,
    out,
    words,
    open: (bytes, members = 1) => x.page_open(put(bytes), bytes.length, members, 64),
    about: (bytes) => (x.page_about(put(bytes), bytes.length) ? wrong(words()) : out()),
    show: (list) => {
      const margins = x.page_alloc(4 * list.length);
      new Int32Array(x.memory.buffer, margins, list.length).set(list.map((one) => one.margin));
      return x.page_show(list.length, text(list.map((one) => one.series + "\0").join("")), margins);
    },
    lay: (policy) => (policy === null ? x.page_lay(0, 0) : x.page_lay(text("laid.csv"), text(policy))),
    rows: (policy) => x.page_rows(text("laid.csv"), text(policy)),
    values: (i) => new Float64Array(x.memory.buffer, x.page_values(i), x.page_cells(i)),
    under: (i) => (x.page_under(i) ? new Float64Array(x.memory.buffer, x.page_under(i), x.page_cells(i)) : null),
    month: () => Buffer.from(x.memory.buffer, x.page_month(), 7).toString(),
  };
}

const vado = (...given) => execFileSync(VADO, given, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
function packed(folder, name) {
  vado("pack", folder, "-o", `${name}.vado`);
  return readFileSync(`${name}.vado`);
}

// ---- months beside those of the command ----

const MARGINS = [
  [0, []],
  [1, ["--by", "month,place"]],
  [2, ["--by", "month,nationality"]],
  [4, ["--by", "month,group"]],
];
function wanted(about) {
  const list = [];
  for (const s of about.series)
    for (const [margin, option] of MARGINS)
      if (margin === 0 || (margin === 1 && s.places.length) || (margin === 2 && s.byNationality) || (margin === 4 && s.byGroup))
        list.push({ series: s.name, margin, option });
  return list;
}

/* Month by month the values of all cells, in the command's order: the first column and the last. */
function exported(store, one) {
  const rows = new Map();
  const [head, ...lines] = vado("export", store, one.series, "--members", ...one.option).toString().trimEnd().split("\n");
  if (!/^month,.*value$/.test(head)) throw new Error(`export has other columns: ${head}`);
  for (const line of lines) {
    const month = line.slice(0, 7);
    rows.set(month, [...(rows.get(month) ?? []), line.slice(line.lastIndexOf(",") + 1)]);
  }
  return rows;
}

function same(program, list, store, words) {
  const months = [];
  while (program.x.page_left() > 0) {
    if (program.x.page_next()) return wrong(`${words}: ${program.words()}`);
    months.push([program.month(), list.map((_, i) => [...program.values(i)])]);
  }
  must(months.length > 0, `${words}: no month`);
  let compared = 0;
  list.forEach((one, i) => {
    const rows = exported(store, one);
    for (const [month, values] of months) {
      const there = rows.get(month) ?? [];
      if (there.length !== values[i].length)
        return wrong(`${words}: ${one.series} ${one.option} ${month}: ${values[i].length} cells, the command has ${there.length}`);
      const bad = there.findIndex((text, k) => (text === "" ? !Number.isNaN(values[i][k]) : Number(text) !== values[i][k]));
      if (bad >= 0)
        return wrong(`${words}: ${one.series} ${one.option} ${month}: ${values[i][bad]}, the command has ${there[bad]}`);
      compared += there.length;
    }
  });
  console.log(`${words}: ${months.length} months, ${compared} values the same`);
}

const HEAD = "from,until,parameter,where,who,change,value,note,source\n";
const six = `${SOURCE_DIR}/tests/scenarios/six-places`;
const sixRows =
  HEAD +
  "2018-05-16,2018-09-02,mexico.checkpoints.effort,,,scale,2,n,x\n" +
  "2018-06-01,,us.agents,El Paso,,add,0.5,n,x\n2018-03-20,,us.mexico_accepts,,Honduras/family,set,0.25,n,x\n";

async function compare(folder, name, policies, list) {
  const bytes = packed(folder, name);
  const program = await start();
  const about = JSON.parse(program.about(bytes));
  list ??= wanted(about);
  if (program.open(bytes)) return wrong(program.words());
  if (program.show(list)) return wrong(program.words());
  vado("run", folder, "--mode", "fluid", "-o", `${name}.db`);
  must(program.lay(null) === 0, program.words());
  same(program, list, `${name}.db`, `${name} as it is`);
  for (const [policy, text] of policies) {
    writeFileSync("laid.csv", text);
    vado("run", folder, "--mode", "fluid", "--policy", "laid.csv", "-o", `${policy}.db`);
    if (program.lay(text)) wrong(program.words());
    else same(program, list, `${policy}.db`, `${name}, ${policy}`);
  }
  return about;
}

// ---- six places: everything; a policy of several rows, then another, then the first again ----

await compare(six, "six", [
  ["rows", sixRows],
  ["first-day", HEAD + "2018-01-01,,mexico.checkpoints.effort,south,,set,4,n,x\n"],
  ["rows-again", sixRows],
]);

// ---- six places: months of a ratio, put together, are the ratio of the year ----

const yearly = await start();
const sixBytes = packed(six, "six");
const ratios = JSON.parse(yearly.about(sixBytes)).series.filter((s) => s.overTime === "ratio").map((s) => ({ series: s.name, margin: 0 }));
must(ratios.length > 3, "too few ratios");
if (yearly.open(sixBytes) || yearly.show([{ series: "encounters", margin: 0 }, ...ratios])) wrong(yearly.words());
const tops = ratios.map(() => 0);
const unders = ratios.map(() => 0);
must(yearly.lay(null) === 0 && yearly.under(0) === null && yearly.under(1) === null, "there are denominators before a month");
while (yearly.x.page_left() > 0) {
  if (yearly.x.page_next()) wrong(yearly.words());
  must(yearly.under(0) === null, "a sum is divided by something");
  ratios.forEach((_, i) => {
    const [value, under] = [yearly.values(i + 1)[0], yearly.under(i + 1)[0]];
    must(Number.isNaN(value) ? under === 0 : under > 0, `${ratios[i].series}: ${value} over ${under}`);
    if (under > 0) (tops[i] += value * under), (unders[i] += under);
  });
}
ratios.forEach(({ series }, i) => {
  const year = vado("export", "six.db", series, "--by", "year", "--members").toString().trimEnd().split(",").at(-1);
  const here = tops[i] / unders[i];
  must(year === "" ? unders[i] === 0 : Math.abs(here - Number(year)) <= 1e-12 * Math.abs(Number(year)), `${series}: ${here}, the command has ${year}`);
});

// ---- the corridor: what it tells, and some of the policies it ships ----

const mexico = `${SOURCE_DIR}/scenarios/us-mexico`;
const some = ["encounters", "waiting", "deaths", "repeat_share", "kidnappings", "mexico_returns"];
const shipped = (name) => [name, readFileSync(`${mexico}/policies/${name}.csv`, "utf8")];
const list = some.map((series) => ({ series, margin: 0, option: [] }));
list.push({ series: "encounters", margin: 1, option: ["--by", "month,place"] });
list.push({ series: "encounters", margin: 2, option: ["--by", "month,nationality"] });
const about = await compare(
  mexico,
  "us-mexico",
  ["no-december-2023-crackdown", "detention-limit-72-hours", "title-42-kept"].map(shipped),
  list,
);
const lines = (file) =>
  readFileSync(`${mexico}/${file}`, "utf8").split("\n").filter((line) => line && !line.startsWith("#")).length - 1;
for (const [key, file] of [["places", "places.csv"], ["legs", "legs.csv"], ["sectors", "sectors.csv"], ["schedule", "schedule.csv"]])
  must(about[key].length === lines(file), `${key}: ${about[key].length}, ${file} has ${lines(file)}`);
must(about.policies.length === readdirSync(`${mexico}/policies`).length, "not every policy is told");
must(about.policies.every((p) => p.title && p.about && p.rows.every((r) => r.from && r.parameter && r.value)), "a policy is not whole");
must(about.observed.length > 9000 && about.observed.every((o) => o.publisher && o.source && o.side), "a figure has no source or side");
must(about.claims.length > 60 && about.claims.every((c) => c.text && c.verdict), "a statement has no verdict");
must(about.series.filter((s) => s.harm).length > 4, "harm is missing");
must(about.series.filter((s) => s.main).length === 1, "not one main series");
must(about.parameters.every((p) => p.meaning && p.source && p.low <= p.value && p.value <= p.high), "a parameter is not whole");
must(about.first === "2018-01" && about.last === "2024-02", `period ${about.first} to ${about.last}`);
must(/^[0-9a-f]{64}$/.test(about.inputHash), "no hash of the input");
const seen = /^latents: latents\/(\d{4}-\d{2})\.csv/m.exec(readFileSync(`${mexico}/scenario.yaml`, "utf8"))[1];
must(about.uncertainty === "posterior" && about.levelUntil === seen, `ranges: ${about.uncertainty} to ${about.levelUntil}, latents to ${seen}`);
const standing = (one, name) => one.series.find((s) => s.name === name).standing;
must(standing(about, "deaths_recorded") === "seen by the posterior" && standing(about, "deaths") === "not fitted", "what the posterior saw is not told");
const plain = JSON.parse(yearly.about(sixBytes));
must(plain.uncertainty === "prior" && plain.levelUntil === "", `ranges of six places: ${plain.uncertainty} to ${plain.levelUntil}`);
must(plain.series.every((s) => s.standing !== "seen by the posterior"), "six places have no posterior that saw anything");

// ---- hostile names become text and nothing else ----

const name = `</script><img src=x onerror=alert(1)>"'\\ \u2028 & ñ`;
cpSync(six, "hostile", { recursive: true });
for (const file of readdirSync("hostile"))
  if (file.endsWith(".csv")) {
    const text = readFileSync(`hostile/${file}`, "utf8");
    writeFileSync(`hostile/${file}`, text.replaceAll(/(?<=^|,)Acayucan(?=,|$)/gm, `"${name.replaceAll('"', '""')}"`));
  }
const yaml = readFileSync("hostile/scenario.yaml", "utf8");
writeFileSync("hostile/scenario.yaml", yaml.replace(/^title:.*$/m, `title: '${name.replaceAll("'", "''")}'`));
const hostile = await start();
const json = hostile.about(packed("hostile", "hostile"));
const told = JSON.parse(json);
must(told.places.some((p) => p.name === name), "the place's name did not come back");
must(told.title === name.replace(" \u2028 ", "\u2028"), `the title came back as ${JSON.stringify(told.title)}`); // YAML takes the blanks at the end of a line
must(!/[<>&\u2028]/.test(json), "JSON holds a character that a page reads as markup");

// ---- what is refused ----

const bytes = readFileSync("six.vado");
const refusing = await start();
must(refusing.open(bytes) === 0, refusing.words());
for (const [text, words] of [
  [HEAD + "2018-05-16,,mexico.checkpoint.effort,,,set,2,n,x\n", /^laid\.csv:2:13: found "mexico\.checkpoint\.effort".*did you mean/m],
  [HEAD + "2018-05-16,,us.agents,Atlantis,,set,2,n,x\n", /^laid\.csv:2:23: found "Atlantis"/m],
  [HEAD + "2018-05-16,,us.agents,,,set,-2,n,x\n", /^laid\.csv:2:29: found -2, expected a value from 0/m],
  [HEAD + "2018-02-30,,us.agents,,,set,2,n,x\n", /^laid\.csv:2:1: /m],
  [HEAD + `2018-05-16,,"${"x".repeat(5000)}",,,set,2,n,x\n`, /^laid\.csv:2:13: /m],
  ["from,until\n\u0000\u001b[31m,\n", /laid\.csv/],
  ["", /laid\.csv/],
]) {
  must(refusing.lay(text) < 0, `was laid: ${text.slice(0, 80)}`);
  const said = refusing.words();
  must(words.test(said), `'${text.slice(0, 60)}' is refused by: ${said}`);
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(said), "a message holds what a terminal obeys");
}
must(refusing.rows('a,b\n1,2,3\n"') < 0, "rows of a broken table were told");
must(refusing.lay(null) === 0 && refusing.x.page_left() === 12, "after refusals it does not stand where it stood");
const cut = await start();
must(cut.open(bytes.subarray(0, bytes.length - 9)) < 0 && /was cut/.test(cut.words()), "a cut scenario was opened");
process.exit(failed);
