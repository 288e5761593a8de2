/* node build/page.mjs --engine explorer.wasm --scenario PACKED [--words FOLDER] -o PAGE.html
 *
 * Writes the explorer as one file: script and style as vite makes them, the engine, a packed scenario and what is told
 * of it, under a content policy that lets nothing else in; from FOLDER the scenario's questions, stories and words
 * (explorer.json, explorer.en.json, explorer.es.json), where it has any. Over five million bytes it is refused. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync, mkdirSync, existsSync, renameSync, rmSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { aboutPage, onlyMoving, readShares, readShown, readSigns } from "./about.mjs";
import { makeGeography } from "./geography.mjs";
import { historyOf } from "./history.mjs";
import { mover } from "./moves.mjs";
import { wrongIn } from "./words.mjs";

const MOST_BYTES = 5_000_000;
const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

function argument(name, fallback) {
  const at = process.argv.indexOf(name);
  if (at > 0 && process.argv[at + 1]) return resolve(process.argv[at + 1]);
  if (fallback) return fallback;
  console.error(`page.mjs: ${name} is missing`);
  process.exit(2);
}

/* What the page is told: the engine's own account of the scenario, made by `made(whole)`, without levers that move nobody,
 * and history as it went. By the program that the page will run. */
export async function tell(engine, packed, made) {
  const { createServer } = await import("vite"); // words that are wrong are said before it is loaded
  const server = await createServer({
    root,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const load = (name) => server.ssrLoadModule(`/src/${name}.ts`);
    const { Program } = await load("engine/program");
    const program = await Program.start(engine);
    program.hold(packed);
    const about = made(JSON.parse(program.about()));
    program.open(1, 128);
    const [tables, rows, policy, types] = await Promise.all(["engine/tables", "ui/rows", "engine/policy", "engine/types"].map(load));
    const told = onlyMoving(about, mover(program, about, { tables, rows, policy, types }));
    return { ...told, history: historyOf(program, about, { tables }) };
  } finally {
    await server.close();
  }
}

const carried = (bytes) => gzipSync(bytes, { level: 9 }).toString("base64");
const escaped = (text) =>
  text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`).replace(/[\u0000-\u001f\u007f]/g, " ");
const hash = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/* What would end the element that holds it, or open another. */
const script = (text) => text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");

/* Elements of JSON that the interface reads: what it cannot read ends the build, not the page. */
const json = (id, value) => `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, "\\u003c")}</script>`;

export function wordsOf(folder) {
  const names = { explorer: "explorer.json", "explorer-en": "explorer.en.json", "explorer-es": "explorer.es.json" };
  return Object.entries(names).filter(([, name]) => folder && existsSync(join(folder, name))).map(([id, name]) => {
    try {
      const value = JSON.parse(readFileSync(join(folder, name), "utf8"));
      const wrong = wrongIn(id, value);
      if (wrong) throw new Error(wrong);
      return json(id, value);
    } catch (error) {
      throw new Error(`${join(folder, name)}: ${error.message}`);
    }
  });
}

const coastOf = ({ windows, ...about }) => makeGeography({ ...about, map: windows });

export function policyOf(code, style) {
  return [
    "default-src 'none'",
    `script-src ${hash(code)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src blob: data:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

export function frame(template, parts) {
  const names = new Set();
  const page = template.replace(/<!--[^]*?-->\n?/, "").replace(/@([a-z]+)@/g, (_, name) => {
    if (!(name in parts)) throw new Error(`index.html asks for @${name}@, which nobody gives`);
    names.add(name);
    return parts[name];
  });
  for (const name of Object.keys(parts)) if (!names.has(name)) throw new Error(`index.html has no @${name}@`);
  return page;
}

/* All of it or nothing: what could be written of a page is not left there. */
export function put(file, text) {
  const part = `${file}.part`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/* Script and style into dist/, once for the same sources: pages of several scenarios differ in their data alone. */
async function bundle() {
  const sources = readdirSync(join(root, "src"), { recursive: true }).sort().map((name) => join(root, "src", name));
  const sum = createHash("sha256");
  for (const file of [...sources, ...["package-lock.json", "vite.config.ts", "tsconfig.json"].map((name) => join(root, name))])
    if (statSync(file).isFile()) sum.update(file).update("\0").update(readFileSync(file)).update("\0");
  const of = join(root, "dist", "sources");
  const now = sum.digest("hex");
  if (existsSync(of) && readFileSync(of, "utf8") === now) return;
  rmSync(of, { force: true });
  const { build } = await import("vite");
  await build({ root, logLevel: "error" });
  writeFileSync(of, now);
}

async function main() {
  const engine = readFileSync(argument("--engine"));
  const packed = readFileSync(argument("--scenario"));
  const signs = readSigns(readFileSync(argument("--signs", join(root, "../../docs/signs.md")), "utf8"));
  const out = argument("-o");
  const words = wordsOf(process.argv.includes("--words") ? argument("--words") : "");
  const about = await tell(engine, packed, (whole) => {
    const shares = readShares(readFileSync(join(root, "../../docs/shares.csv"), "utf8"), whole.inputHash);
    return aboutPage(whole, signs, readShown(join(here, "levers.json")), shares);
  });
  if (about.schedule.every((row) => row.fitShare === null)) console.log("The share of the fit in each dated change is not known of this scenario: docs/shares.csv is of others.");
  await bundle();
  const made = (name) => (existsSync(join(root, "dist", name)) ? readFileSync(join(root, "dist", name), "utf8") : "");
  const code = script(made("page.js"));
  const style = made("page.css");
  if (/<\/style/i.test(style)) throw new Error("the style sheet would end its element");
  const block = (id, text) => `<script type="text/plain" id="${id}">${text}</script>`;
  const page = frame(readFileSync(join(root, "index.html"), "utf8"), {
    policy: policyOf(code, style),
    title: escaped(about.title || about.scenario),
    style,
    script: code,
    data: [
      block("about", carried(Buffer.from(JSON.stringify(about)))),
      block("engine", carried(engine)),
      block("scenario", carried(packed)),
      ...words,
      json("geography", coastOf(about)),
    ].join("\n"),
  });
  const bytes = Buffer.byteLength(page);
  if (bytes > MOST_BYTES) throw new Error(`the page has ${bytes} bytes, more than ${MOST_BYTES}`);
  put(out, page);
  console.log(`${out}: ${(bytes / 1e6).toFixed(2)} MB, ${about.levers.length} levers, ${about.policies.length} policies`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(`page.mjs: ${error.message}`);
    process.exit(1);
  });
