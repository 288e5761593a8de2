/* Nothing moves under a hand: what is drawn late stands there as high as it will be before it comes into sight, and from the
 * moment a button is touched until its click is told nothing is drawn. PAGES and CHROMIUM as tests/cmd_page.sh sets them. */
import assert from "node:assert/strict";
import { after as end, before, test } from "node:test";
import { quiet } from "./harness.mjs";
import { answered, goTo, openBrowser, skip, slide } from "./ui.support.mjs";

let browser;
before(async () => {
  if (!skip) browser = await openBrowser();
});
end(() => browser?.close());
const rests = (p) => p.waitForFunction(() => document.getElementById("page").dataset.rest === "yes", null, { timeout: 120000 });

/* In the page: what moves by itself from here on, and where the foot of the view stands. */
const watch = () => {
  scrollTo(0, 0);
  if (window.moves) { // it watches since the first view; going to this one moved what it had to
    window.shifts.takeRecords();
    window.moves.length = 0;
    return;
  }
  window.moves = [];
  const name = (n) => (n instanceof Element ? n : n?.parentElement)?.className.toString() ?? "?";
  window.shifts = new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) window.moves.push(`${e.value.toFixed(3)} at ${Math.round(scrollY)}: ${e.sources.map((s) => name(s.node)).join(", ")}`);
  });
  window.shifts.observe({ type: "layout-shift" });
  window.foot = () => Math.round(document.querySelector("footer").getBoundingClientRect().top + scrollY);
};
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
const down = async () => {
  const at = scrollY;
  scrollBy(0, innerHeight * 0.7);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  return scrollY === at;
};

const VIEWS = ["#en/start?q=december&s=2", "#en/start", "#es/stories/mpp/4?s=3", "#en/bench?l=us.ports.appointments_per_day%3B2%3B2023-06-30%3B", "#es/bench?c=harm", "#en/trust"];
for (const [width, height] of [[390, 844], [1280, 800]])
  test(`nothing_moves_while_a_view_is_scrolled_at_${width}`, { skip, timeout: 600000 }, async () => {
    const p = await browser.open(VIEWS[0], { width, height }); // the first of a page just opened, the others of one that ran
    for (const hash of VIEWS) {
      if (hash !== VIEWS[0]) await goTo(p, hash);
      if (!hash.includes("trust")) {
        await answered(p);
        await rests(p);
      }
      await p.evaluate(watch);
      const foot = await p.evaluate(() => window.foot());
      for (let turns = 0; !(await p.evaluate(down)); turns++) assert.ok(turns < 400, "the page has no end");
      await p.evaluate(painted);
      assert.deepEqual(await p.evaluate(() => window.moves), [], hash);
      const now = await p.evaluate(() => window.foot());
      assert.ok(Math.abs(now - foot) <= 1, `${hash}: the foot moved from ${foot} to ${now}`); // letters may round
    }
    await quiet(p);
  });

test("nothing_is_drawn_while_a_button_is_held_and_the_press_is_not_lost", { skip, timeout: 300000 }, async () => {
  const p = await browser.open("#en/start?q=december&s=2", { width: 1280, height: 800 });
  await answered(p);
  await rests(p);
  const button = p.getByRole("button", { name: "Save what is shown (CSV)" });
  await button.scrollIntoViewIfNeeded();
  const page = () => p.evaluate(() => ({ ...document.getElementById("page").dataset }));
  const box = await button.boundingBox();
  await p.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await p.mouse.down();
  const held = await page();
  await slide(p, ".lever.one input[type=range]", 4);
  await p.waitForFunction((n) => Number(document.getElementById("page").dataset.news) >= n, Number(held.news) + 3, { timeout: 120000 });
  await p.evaluate(painted);
  assert.equal((await page()).drawn, held.drawn, "it was drawn under the finger");
  assert.deepEqual(await button.boundingBox(), box);
  const waits = p.waitForEvent("download", { timeout: 60000 });
  await p.mouse.up();
  await waits;
  await p.waitForFunction((n) => Number(document.getElementById("page").dataset.drawn) > n, Number(held.drawn), { timeout: 60000 });
  await quiet(p);
});
