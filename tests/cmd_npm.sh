#!/bin/sh
# web/package: packed by npm and installed from the file, it opens a packed scenario in Node; the lines of its README run;
# its numbers are those of `vado run` of the same mode, seed and members, with a lever those of --policy, to the last bit,
# harm beside each; it runs in a worker, and where there is no Node. Starts in an empty folder. ctest: processors=1
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
cat >same.mjs <<'END'
import assert from "node:assert";
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { open, VadoError } from "vado-engine";

const packed = await readFile("six.vado");
const policy = await readFile("policy.csv", "utf8");
async function table(name) { // month, place and member -> value as it is written
  const lines = (await readFile(name, "utf8")).trim().split("\n").slice(1).map((line) => line.split(","));
  return new Map(lines.map((cells) => [cells.slice(0, -1).join(), cells.at(-1) === "" ? NaN : Number(cells.at(-1))]));
}
let read = 0;
async function same(run, name, member) {
  const harm = await table(`${name}-harm.csv`);
  for (const series of ["encounters", "deaths", "days_waiting"]) {
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
console.log("the same", read);
END
code 0 node same.mjs
says '^the same' out.txt

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
