/* The map in the whole page, over the engine: PAGES and CHROMIUM as test/harness.mjs says. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browser, open, quiet } from "./harness.mjs";

const seen = (page, what) => page.evaluate((w) => [...document.querySelectorAll(w)].filter((e) => e.checkVisibility()).length, what);
const drawn = async (page) => {
  await page.locator(".vm-svg").first().scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelectorAll(".vm-label[display=inline]").length > 0, null, { timeout: 120_000 });
};

describe("the map over the engine", { skip: process.env.PAGES ? false : "PAGES is not set: tests/cmd_page.sh makes the pages" }, () => {
  let chromium;
  before(async () => (chromium = await browser()));
  after(() => chromium?.close());

  test("people on legs, waiting, held and in custody, and harm, as the engine counts them", async () => {
    const page = await open(chromium, "us-mexico", { viewport: { width: 1280, height: 900 } });
    await drawn(page);
    await page.waitForFunction(() => [...document.querySelectorAll("[data-leg]")].filter((e) => e.checkVisibility()).length > 60, null, { timeout: 120_000 });
    for (const circle of ["waiting", "held", "custody"]) assert.ok((await seen(page, `[data-circle=${circle}]`)) > 3, circle);
    assert.ok((await seen(page, "[data-sign]")) > 5);
    for (const text of await page.locator(".vm-svg .vm-harm [data-harm]").allTextContents()) assert.match(text, /[1-9]/);
    assert.ok((await seen(page, ".vm-svg > g > g > path")) >= 3, "no coast, borders and states");
    await quiet(page);
  });

  test("another corridor has its own map, in its own words", async () => {
    const page = await open(chromium, "other", { viewport: { width: 390, height: 844 } });
    await drawn(page);
    const text = await page.locator(".vm").first().textContent();
    assert.ok(!/Mexic|Tijuana|United States/.test(text), text.slice(0, 300));
    await quiet(page);
  });

  test("hostile names are text on the map too", async () => {
    const page = await open(chromium, "hostile", { viewport: { width: 1280, height: 900 } });
    await drawn(page);
    assert.ok((await page.locator(".vm").first().textContent()).includes("<img src=x"), "the name is not there at all");
    assert.equal(await page.locator(".vm img").count(), 0);
    await quiet(page);
  });
});
