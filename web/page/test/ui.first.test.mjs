/* What the page does before its first curve, counted and not timed: what the curve does not need comes after it, a run too. */
import assert from "node:assert/strict";
import { after as end, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser as launched, hear, quiet } from "./harness.mjs";
import { skip } from "./ui.support.mjs";

let browser;
before(async () => {
  if (!skip) browser = await launched();
});
end(() => browser?.close());

const count = () => {
  window.seen = { title: "", mainAtRun: null, mapAtCurve: null, formats: 0, formatsAtCurve: -1 };
  const { seen } = window;
  for (const name of ["NumberFormat", "DateTimeFormat"])
    Intl[name] = new Proxy(Intl[name], { construct: (of, given) => { seen.formats++; return Reflect.construct(of, given); } });
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.kind === "run") seen.mainAtRun ??= document.querySelector("#page main") !== null;
    return post.call(this, message, ...more);
  };
  new MutationObserver(() => {
    seen.title ||= document.querySelector("#page .title")?.textContent ?? "";
    if (seen.mapAtCurve !== null || !document.querySelector(".chart.tall path.was")?.getAttribute("d")) return;
    seen.mapAtCurve = document.querySelector(".vm") !== null;
    seen.formatsAtCurve = seen.formats;
  }).observe(document, { subtree: true, childList: true, attributes: true });
};

test("the_run_begins_before_the_interface_and_the_map_is_made_after_the_first_curve", { skip, timeout: 120000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  await context.addInitScript(count);
  const page = await context.newPage();
  hear(page);
  page.address = pathToFileURL(`${process.env.PAGES}/us-mexico.html`).href;
  await page.goto(page.address);
  await page.waitForSelector(".vm svg", { timeout: 60000, state: "attached" });
  const { title, mainAtRun, mapAtCurve, formatsAtCurve } = await page.evaluate(() => window.seen);
  assert.match(title, /border/);
  assert.equal(mainAtRun, false, "the worker waits for the interface");
  assert.equal(mapAtCurve, false, "the first curve waits for the map");
  assert.ok(formatsAtCurve >= 0 && formatsAtCurve <= 8, `${formatsAtCurve} formats of numbers and dates were made`);
  await quiet(page);
});

/* Workers that never answer: what is drawn now is drawn before any run. */
test("the_first_curve_and_words_of_harm_wait_for_no_run_and_what_is_not_known_is_not_drawn", { skip, timeout: 120000 }, async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  await context.addInitScript(() => { Worker.prototype.postMessage = () => undefined; });
  const page = await context.newPage();
  hear(page);
  page.address = pathToFileURL(`${process.env.PAGES}/us-mexico.html`).href;
  await page.goto(page.address);
  await page.waitForSelector(".chart.tall path.was[d]", { timeout: 60000, state: "attached" });
  const { points, lead, state, map, would } = await page.evaluate(() => ({
    points: document.querySelector(".chart.tall path.was").getAttribute("d").split(/[ML]/).length - 1,
    lead: document.querySelector(".view.start").textContent,
    state: document.getElementById("page").dataset.state,
    map: document.querySelector(".vm") !== null,
    would: document.querySelector(".chart.tall path.would")?.getAttribute("d") ?? "",
  }));
  assert.ok(points > 60, `a curve of ${points} points`);
  assert.match(lead, /In February 2024, in this model, [\d,]+ people were waiting/);
  assert.notEqual(state, "ready");
  assert.equal(map, false, "a map without places");
  assert.equal(would, "", "an answer that nobody ran");
  await quiet(page);
});
