/* What makes the page: whole files or none, and no package that nothing imports. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { put } from "../build/page.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

test("a_page_that_cannot_be_written_leaves_nothing_behind", () => {
  const folder = mkdtempSync(join(tmpdir(), "vado-put-"));
  try {
    put(join(folder, "deep", "page.html"), "whole");
    assert.equal(readFileSync(join(folder, "deep", "page.html"), "utf8"), "whole");
    mkdirSync(join(folder, "taken", "by", "a", "folder"), { recursive: true });
    assert.throws(() => put(join(folder, "taken"), "x"), /EISDIR|ENOTEMPTY|EEXIST/);
    assert.deepEqual(readdirSync(folder).sort(), ["deep", "taken"]);
    assert.deepEqual(readdirSync(join(folder, "deep")), ["page.html"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every_package_is_used", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const files = ["src", "build", "test", "."].flatMap((folder) => readdirSync(join(root, folder), { recursive: folder !== "." })
    .filter((name) => /\.(ts|mjs)$/.test(name)).map((name) => readFileSync(join(root, folder, name), "utf8")));
  const tools = ["typescript"]; // run, not imported
  const types = (name) => name.replace(/^@types\//, "");
  const alone = ["geojson", "topojson-specification"]; // types without a package of their own
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    if (tools.includes(name) || alone.includes(types(name))) continue;
    assert.ok(files.some((text) => new RegExp(`["'\`]${types(name)}(/[^"'\`]*)?["'\`]`).test(text)), `${name} is imported nowhere`);
  }
});
