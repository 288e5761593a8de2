// wasi_run.mjs [--files] PROGRAM.wasm [ARGUMENT]...: run a wasm32-wasi program in Node, without any file of the machine,
// or with all of them, from the root.
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";

// Node 20 on a busy machine ends with a segmentation fault after the program has said all it has to say: its collector
// marks from another thread while the memory of a program under node:wasi grows. (Four at once on two processors: 11 of
// 16 ended so, none of 20 without that thread. Without node:wasi, as in web/package and in the page, none of 16.)
setFlagsFromString("--no-concurrent-marking");

const flag = "--experimental-wasi-unstable-preview1"; // asked for by Node 18, unknown or needless later

let WASI;
try {
    ({ WASI } = await import("node:wasi"));
} catch (error) {
    if (process.execArgv.includes(flag)) throw error;
    const again = spawnSync(process.execPath, [flag, ...process.execArgv, ...process.argv.slice(1)], { stdio: "inherit" });
    process.exit(again.status ?? 1);
}

const files = process.argv[2] === "--files";
const args = process.argv.slice(files ? 3 : 2);
const preopens = files ? { "/": "/" } : {};
const wasi = new WASI({ version: "preview1", args, env: {}, preopens, returnOnExit: true });
const module = await WebAssembly.compile(await readFile(args[0]));
const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
process.exitCode = wasi.start(instance) ?? 0;
