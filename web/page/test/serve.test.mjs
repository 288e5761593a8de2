/* A worker of members in this very thread: it lives pasts, stands still when it is held, and goes on. PAGES holds
 * six-places.html, out of which the engine and the scenario are taken. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bundle } from "./bundle.mjs";

const { PAGES } = process.env;
const skip = PAGES ? false : "PAGES is not set: tests/cmd_page.sh makes the pages";

/* A worker: what it says stands in `heard`, and `until` waits for what it says. */
function worker(serve, carried, members) {
  const heard = [];
  let told = () => undefined;
  const port = { onmessage: null, postMessage: (m) => (heard.push(m), told()) };
  serve(port);
  const ask = (data) => port.onmessage({ data });
  ask({ kind: "open", ...carried, members, megabytes: 16 });
  const until = (right) => new Promise((all) => {
    told = () => heard.some(right) && all();
    told();
  });
  return { heard, ask, until, pasts: () => heard.filter((m) => m.kind === "base").length };
}

test("pasts_stand_still_while_they_are_held_and_go_on_where_they_were", { skip, timeout: 600000 }, async () => {
  const { serve } = await bundle('export { serve } from "./engine/serve";');
  const page = readFileSync(join(PAGES, "six-places.html"), "utf8");
  const block = (id) => new RegExp(`<script type="text/plain" id="${id}">([^<]*)`).exec(page)[1];
  const carried = { wasm: block("engine"), packed: block("scenario") };
  const what = { shown: [{ series: "encounters", margin: 0 }], width: 1 };
  const clock = worker(serve, carried, 1); // a whole run in it takes as long as a past, turn by turn
  const run = async (id) => {
    clock.ask({ kind: "run", id, text: null, ...what });
    await clock.until((m) => m.kind === "done" && m.id === id);
  };
  await run(1); // both are open
  const members = worker(serve, carried, 4);
  const pasts = { kind: "pasts", id: 1, ...what, numbers: [1, 2, 3, 4] };
  members.ask(pasts);
  await members.until((m) => m.kind === "base");
  members.ask({ kind: "hold" });
  const before = members.pasts();
  await run(2);
  await run(3);
  assert.ok(before < 4 && members.pasts() === before, `${members.pasts()} pasts, ${before} when it was held`);
  members.ask({ ...pasts, id: 2 });
  members.ask({ kind: "hold" }); // at once again
  await run(4);
  assert.equal(members.pasts(), before);
  members.ask({ ...pasts, id: 3 });
  members.ask({ kind: "members", id: 4, text: null, ...what, numbers: [1, 2, 3, 4] });
  await members.until((m) => m.kind === "done" && m.id === 4);
  assert.deepEqual(members.heard.filter((m) => m.kind === "base").map((m) => m.number).sort(), [1, 2, 3, 4]);
  assert.deepEqual(members.heard.filter((m) => m.kind === "member").map((m) => m.number).sort(), [1, 2, 3, 4]);
  assert.deepEqual(members.heard.filter((m) => m.kind === "failed"), []);
});
