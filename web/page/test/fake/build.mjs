/* FOLDER/page.html of the interface over the engine for tests: `node build.mjs FOLDER SCENARIO`. */
import { build } from "vite";
import { readFileSync, writeFileSync } from "node:fs";
import { makeGeography } from "../../build/geography.mjs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, scenario] = process.argv.slice(2).map((p) => resolve(p));
const here = dirname(fileURLToPath(import.meta.url));
await build({
  root: resolve(here, "../.."), logLevel: "warn",
  build: { outDir: join(folder, "dist"), emptyOutDir: true, rollupOptions: { input: join(here, "main.ts") } },
});
const text = (path) => readFileSync(path, "utf8");
const element = (id, words) => `<script type="application/json" id="${id}">${words.replaceAll("<", "\\u003c")}</script>\n`;
const data = (id, path) => element(id, text(path));
const { about } = JSON.parse(text(join(folder, "fake.json")));
const coast = JSON.stringify(makeGeography({ places: about.places, sectors: about.sectors, legs: about.legs }));
const page = text(resolve(here, "../../index.html"))
  .replace("@policy@", () => "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src blob: data:; base-uri 'none'; form-action 'none'")
  .replace("@title@", () => "vado")
  .replace("@style@", () => text(join(folder, "dist/page.css")))
  .replace("@data@", () => data("fake", join(folder, "fake.json")) + element("geography", coast) + data("explorer", join(scenario, "explorer.json")) +
    data("explorer-en", join(scenario, "explorer.en.json")) + data("explorer-es", join(scenario, "explorer.es.json")))
  .replace("@script@", () => text(join(folder, "dist/page.js")).replaceAll("</script", "<\\/script"));
writeFileSync(join(folder, "page.html"), page);
