/* Labels alone: where there is room and where there is none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

const out = await build({ entryPoints: [new URL("../src/map/labels.ts", import.meta.url).pathname], bundle: true, format: "esm", write: false });
const { placeLabels } = await import(`data:text/javascript;base64,${Buffer.from(out.outputFiles[0].text).toString("base64")}`);

const frame = { x: 0, y: 0, width: 400, height: 300 };
const label = (id, x, y, more = {}) => ({ id, x, y, r: 4, width: 60, height: 14, importance: 1, rings: 4, toward: null, must: false, ...more });
const place = (labels, marks = [], before = new Map()) => placeLabels(labels, frame, [], marks, [], before);
const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("a crowd of labels never overlaps, and the most important are there", () => {
  let x = 1;
  const next = (n) => (x = (x * 48271) % 2147483647) % n;
  for (let round = 0; round < 40; round++) {
    const labels = Array.from({ length: 60 }, (_, i) => label(`l${i}`, 150 + next(100), 100 + next(100), { importance: 60 - i }));
    const placed = place(labels, labels.map((l) => ({ owner: l.id, x: l.x, y: l.y, r: 3 })));
    assert.ok(placed.length >= 3, `only ${placed.length} placed`);
    for (const [i, a] of placed.entries()) {
      assert.ok(a.box.x >= 0 && a.box.y >= 0 && a.box.x + a.box.width <= 400 && a.box.y + a.box.height <= 300, "a label leaves the frame");
      for (const b of placed.slice(i + 1)) assert.ok(!overlap(a.box, b.box), `${a.id} lies on ${b.id}`);
    }
  }
});

test("of two labels for one spot the important one is beside it, the other has a line or is left out", () => {
  const placed = place([label("small", 200, 150), label("large", 200, 150, { importance: 9 })]);
  assert.equal(placed[0].id, "large");
  assert.equal(placed[0].line, null);
});

test("a label without a line is nearer to its own sign than to another's", () => {
  const marks = [
    { owner: "a", x: 200, y: 150, r: 4 },
    { owner: "b", x: 268, y: 150, r: 4 },
  ];
  const placed = place([label("a", 200, 150, { rings: 2 })], marks)[0];
  assert.ok(placed, "it found no place at all");
  const gap = (m) => Math.hypot(Math.max(placed.box.x - m.x, 0, m.x - placed.box.x - placed.box.width), Math.max(placed.box.y - m.y, 0, m.y - placed.box.y - placed.box.height));
  assert.ok(gap(marks[0]) < gap(marks[1]), "the label reads as the other's");
});

test("a label keeps the position it had while that is free", () => {
  const first = place([label("a", 200, 150)])[0];
  const kept = place([label("a", 205, 152)], [], new Map([["a", 40]]))[0];
  assert.notEqual(first.position, 40);
  assert.equal(kept.position, 40);
});

test("a side is kept where there is one", () => {
  const placed = place([label("north", 200, 150, { toward: [0, -1] }), label("south", 200, 160, { toward: [0, 1] })]);
  const box = (id) => placed.find((p) => p.id === id).box;
  assert.ok(box("north").y + 14 <= 152 && box("south").y >= 158, JSON.stringify(placed));
});
