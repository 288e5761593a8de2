#!/bin/sh
# web/package: packed by npm and installed from the file, it opens a packed scenario in Node; the lines of its README run;
# its numbers are those of `vado run` of the same mode, seed and members, with a lever those of --policy, to the last bit,
# harm beside each; it runs in a worker, where there is no Node, and in a browser's. Starts in an empty folder. ctest: processors=1
set -u
. "${SOURCE_DIR:?}/tests/command.sh"
wasm=${VADO_WASM:-$BUILD_DIR/wasm/explorer.wasm}
[ -f "$wasm" ] || {
    echo "SKIPPED: clang cannot link for wasm32-wasi (Debian packages clang lld wasi-libc libclang-rt-14-dev-wasm32)"
    exit 77
}
for program in node npm; do
    command -v $program >/dev/null || {
        echo "SKIPPED: $program is missing (Debian packages nodejs npm)"
        exit 77
    }
done
cp -R "$SOURCE_DIR/web/package" package
cp "$wasm" package/vado.wasm
cp "$SOURCE_DIR/LICENSE" package/
code 0 npm pack --offline --silent ./package
tar xzf vado-engine-*.tgz --one-top-level=packed
mkdir node_modules
mv packed/package node_modules/vado-engine
ls node_modules/vado-engine | sort | tr '\n' ' ' >files.txt
says '^LICENSE README.md index.d.ts index.mjs package.json vado.wasm $' files.txt
six=$SOURCE_DIR/tests/scenarios/six-places
code 0 "$VADO" pack "$six" -o six.vado

# ---- the README's lines ----
sed -n '/^```js$/,/^```$/p' "$SOURCE_DIR/web/package/README.md" | sed '/^```/d' >readme.mjs
[ "$(grep -c . readme.mjs)" -eq 9 ] || wrong "the README has not nine lines and an empty one"
code 0 node readme.mjs
says '^2018-01 El Paso [0-9.]* [0-9.]*$' out.txt
says '^deaths without [0-9.]*, with [0-9.]*$' out.txt

# ---- beside the command ----
cat >policy.csv <<'END'
from,until,parameter,where,who,change,value,note,source
2018-03-01,,harm.water_and_rescue,,,set,2,a change,[what-if]
2018-05-01,2018-05-31,mexico.checkpoints.effort,,,set,0,a change,[what-if]
END
code 0 "$VADO" run "$six" -o fluid.db --mode fluid --quiet
code 0 "$VADO" run "$six" -o fluid-policy.db --mode fluid --quiet --policy policy.csv
code 0 "$VADO" run "$six" -o chance-policy.db --members 2 --seed 7 --quiet --policy policy.csv
for run in fluid fluid-policy chance-policy; do
    for series in encounters deaths days_waiting; do
        "$VADO" export $run.db $series --by month,place --members >$run-$series.csv 2>/dev/null
    done
    "$VADO" export $run.db deaths --members >$run-harm.csv 2>/dev/null
done
cat >beside.mjs <<'END'
// What a run reads, held against the tables of the command.
import assert from "node:assert";
import { readFile } from "node:fs/promises";

async function table(name) { // month, place and member -> value as it is written
  const lines = (await readFile(name, "utf8")).trim().split("\n").slice(1).map((line) => line.split(","));
  return new Map(lines.map((cells) => [cells.slice(0, -1).join(), cells.at(-1) === "" ? NaN : Number(cells.at(-1))]));
}
export const SERIES = ["encounters", "deaths", "days_waiting"];
let read = 0;
export const count = () => read;
export async function same(run, name, member) {
  const harm = await table(`${name}-harm.csv`);
  for (const series of SERIES) {
    const want = await table(`${name}-${series}.csv`);
    const found = run.read(series, { by: "place", member });
    assert.equal(found.months.length, 12);
    found.cells.forEach((place, c) =>
      found.months.forEach((month, m) => {
        assert.ok(Object.is(found.values[c][m], want.get(`${month},${place},${member}`)), `${name} ${series} ${month} ${place}`);
        read++;
      }),
    );
    found.months.forEach((month, m) => assert.equal(found.harm.deaths.values[0][m], harm.get(`${month},${member}`)));
    assert.deepEqual(Object.keys(found.harm), run.about.series.filter((one) => one.harm).map((one) => one.name));
  }
}
END
cat >same.mjs <<'END'
import assert from "node:assert";
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { open, VadoError } from "vado-engine";
import { count, same } from "./beside.mjs";

const packed = await readFile("six.vado");
const policy = await readFile("policy.csv", "utf8");
const run = await open(packed);
await same(run, "fluid", 1);
await same(run.lever(policy), "fluid-policy", 1);
const changes = [
  { parameter: "harm.water_and_rescue", value: 2, from: "2018-03-01" },
  { parameter: "mexico.checkpoints.effort", value: 0, from: "2018-05-01", until: "2018-05-31" },
];
await same(run.lever(changes), "fluid-policy", 1);
assert.throws(() => run.lever({ parameter: "us.agent", value: 3, from: "2018-03-01" }), (e) => e instanceof VadoError && /changes.csv:2/.test(e.message));
await same(run, "fluid-policy", 1); // what was refused has changed nothing
await same(run.lever(null), "fluid", 1);
assert.throws(() => run.read("encouters"), /expected one of: .*encounters/);
assert.throws(() => run.read("gotaways", { by: "group" }), /a margin that gotaways keeps: place/);
await assert.rejects(open(packed.subarray(0, 5000)), VadoError);
const chance = await open(packed, { mode: "stochastic", seed: 7, members: 2 });
chance.lever(policy);
await same(chance, "chance-policy", 2);
await same(chance, "chance-policy", 1);

// In a worker; and in one that has no Node: the engine is fetched from beside the module.
const total = (one) => one.read("encounters").values[0].reduce((sum, x) => sum + x, 0);
const code = `
  const { parentPort, workerData } = await import("node:worker_threads");
  const { readFileSync } = await import("node:fs");
  if (workerData.bare) {
    globalThis.process = undefined;
    globalThis.fetch = async (url) => new Response(readFileSync(url));
  }
  const { open } = await import(workerData.module);
  const run = await open(workerData.packed);
  parentPort.postMessage(run.read("encounters").values[0].reduce((sum, x) => sum + x, 0));`;
for (const bare of [false, true]) {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData: { bare, packed, module: import.meta.resolve("vado-engine") } });
  const answer = await new Promise((heard, failed) => worker.once("message", heard).once("error", failed));
  assert.equal(answer, total(run));
  await worker.terminate();
}
console.log("the same", count());
END
code 0 node same.mjs
says '^the same' out.txt

# ---- in a browser ----
# A page's worker of type module, from a server of this test; asked for is nothing but the server's files.
cat >worker.mjs <<'END'
import { open } from "/node_modules/vado-engine/index.mjs";

const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
onmessage = async ({ data: { options, lever, series, members } }) => {
  try {
    const run = await open(await bytes("/six.vado"), options);
    run.lever(lever);
    const readings = members.flatMap((member) => series.map((one) => run.read(one, { by: "place", member })));
    postMessage({ about: run.about, readings });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
END
cat >browser.mjs <<'END'
import assert from "node:assert";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { SERIES, count, same } from "./beside.mjs";

const { chromium } = await import(pathToFileURL(`${process.env.SOURCE_DIR}/web/page/node_modules/playwright-core/index.mjs`));
const TYPES = { html: "text/html", mjs: "text/javascript", wasm: "application/wasm" };
const server = createServer(async ({ url }, answer) => {
  const name = url === "/" ? "page.html" : decodeURIComponent(url.slice(1));
  const there = url === "/" || (!name.includes("..") && existsSync(name));
  answer.writeHead(there ? 200 : 404, { "content-type": TYPES[name.split(".").pop()] ?? "application/octet-stream" });
  answer.end(url === "/" ? "<!doctype html><title>vado</title><link rel=icon href='data:,'>" : there ? await readFile(name) : "");
});
await new Promise((heard) => server.listen(0, "127.0.0.1", heard));
const home = `http://127.0.0.1:${server.address().port}/`;
const args = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: args.split(" ") });
const page = await browser.newPage();
const asked = [], said = [];
page.context().on("request", (request) => asked.push(request.url()));
page.on("console", (words) => said.push(words.text()));
page.on("pageerror", (error) => said.push(error.message));
await page.goto(home);

/* Reads in the worker; what it gives stands in for a run. */
async function inWorker(options, lever, members) {
  const found = await page.evaluate(
    (message) =>
      new Promise((heard, failed) => {
        const worker = new Worker("/worker.mjs", { type: "module" });
        worker.onerror = (event) => failed(new Error(event.message || "the worker cannot be loaded"));
        worker.onmessage = ({ data }) => {
          worker.terminate();
          const plain = (one) => ({ ...one, values: one.values.map((v) => [...v]) });
          if (data.error) failed(new Error(data.error));
          else heard({ about: data.about, readings: data.readings.map((one) => ({ ...plain(one), harm: Object.fromEntries(Object.entries(one.harm).map(([name, of]) => [name, plain(of)])) })) });
        };
        worker.postMessage(message);
      }),
    { options, lever, series: SERIES, members },
  );
  return { about: found.about, read: (series, { member }) => found.readings.find((one) => one.series === series && one.member === member) };
}
try {
  const policy = await readFile("policy.csv", "utf8");
  await same(await inWorker({}, null, [1]), "fluid", 1);
  await same(await inWorker({}, policy, [1]), "fluid-policy", 1);
  const chance = await inWorker({ mode: "stochastic", seed: 7, members: 2 }, policy, [1, 2]);
  await same(chance, "chance-policy", 1);
  await same(chance, "chance-policy", 2);
  await assert.rejects(inWorker({}, { parameter: "us.agent", value: 3, from: "2018-03-01" }, [1]), /changes.csv:2/);
  assert.deepEqual(said, []);
  assert.deepEqual(asked.filter((url) => !url.startsWith(home)), []);
  assert.ok(asked.includes(`${home}node_modules/vado-engine/vado.wasm`), "the engine was not fetched from beside the module");
  console.log("the same in the browser", count());
} finally {
  await browser.close();
  server.close();
}
END
if [ -n "${CHROMIUM:-}" ] && [ -d "$SOURCE_DIR/web/page/node_modules/playwright-core" ]; then
    code 0 node browser.mjs
    says '^the same in the browser' out.txt
else
    echo "SKIPPED in part: no browser (Debian package chromium; npm ci in web/page)"
fi

# ---- types ----
tsc=$SOURCE_DIR/web/page/node_modules/.bin/tsc
if [ -x "$tsc" ]; then
    cp readme.mjs readme.mts
    sed -i '1s/.*/declare function readFile(name: string): Promise<Uint8Array>;/' readme.mts
    code 0 "$tsc" --noEmit --strict --target es2022 --module nodenext --moduleResolution nodenext --lib es2022,dom readme.mts
    { cat readme.mts && echo 'run.read("encounters", { by: "sector" });'; } >wrong.mts
    "$tsc" --noEmit --strict --target es2022 --module nodenext --moduleResolution nodenext --lib es2022,dom wrong.mts >out.txt &&
        wrong "the types take a margin that there is not"
else
    echo "SKIPPED in part: typescript is not there (npm ci in web/page)"
fi
[ $failed -eq 0 ] && echo "all is well"
exit $failed
