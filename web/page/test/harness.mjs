/* Pages in a real browser, for tests. PAGES names the folder with NAME.html of each scenario, CHROMIUM the browser.
 *
 * Every page counts what it asks for and what its console says: a test ends by quiet(page). */
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export function browser() {
  return chromium.launch({ executablePath, args: FLAGS });
}

/* From here on what a page says to its console and what it asks for is kept in page.heard. */
export function hear(page) {
  page.heard = { console: [], asked: [] };
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.heard.console.push(m.text()));
  page.on("pageerror", (error) => page.heard.console.push(error.message));
  page.on("request", (request) => page.heard.asked.push(request.url()));
}

/* options: of playwright's newContext, as viewport, locale, reducedMotion; hash: settings in the address; processors: how
 * many the page thinks there are, so that members' pasts, which few tests need, leave others to what is tested. */
export async function open(of, name, { hash = "", processors = 0, ...options } = {}) {
  const context = await of.newContext(options);
  if (processors) await context.addInitScript((n) => Object.defineProperty(navigator, "hardwareConcurrency", { value: n }), processors);
  const page = await context.newPage();
  hear(page);
  page.address = pathToFileURL(`${process.env.PAGES}/${name}.html`).href;
  await page.goto(page.address + hash);
  await page.waitForFunction(() => "vado" in window);
  return page;
}

/* Nothing was said, and nothing asked for but the file and its own workers. */
export async function quiet(page) {
  const outside = page.heard.asked.filter((url) => !url.startsWith(page.address) && !/^(blob|data):/.test(url));
  assert.deepEqual(page.heard.console, []);
  assert.deepEqual(outside, []);
  await page.context().close();
}
