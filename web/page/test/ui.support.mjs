/* What the tests of the interface share. PAGES is the folder with us-mexico.html (build/page.mjs), CHROMIUM the
 * browser, VADO the command: a test that needs one that is not there is skipped, and says so. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { browser as launched, executablePath, open as opened } from "./harness.mjs";

const page = join(process.env.PAGES ?? "", "us-mexico.html");
export const vado = process.env.VADO ?? "";
export const skip = !existsSync(page) ? "PAGES holds no us-mexico.html" : !existsSync(executablePath) ? "no Chromium" : false;

export async function openBrowser() {
  const browser = await launched();
  const open = async (hash = "", { width = 1280, height = 800, ...more } = {}) => {
    const p = await opened(browser, "us-mexico", { hash, viewport: { width, height }, locale: "en-US", acceptDownloads: true, processors: 1, ...more });
    await ready(p);
    return p;
  };
  /* One page for tests that do not care how it was opened: the engine is opened, and the corridor run, once for all. */
  let shared = null;
  const show = async (hash) => {
    if (!shared) return (shared = await open(hash));
    shared.heard.console.length = 0;
    await goTo(shared, hash);
    return shared;
  };
  return { open, show, close: () => browser.close() };
}

/* Another view in a page that is open, made anew even if it is there. */
export async function goTo(p, hash) {
  await p.evaluate(() => { location.hash = "#en/uses"; });
  await p.waitForSelector(".view.uses");
  await p.evaluate((h) => { location.hash = h; document.querySelector(".notice").textContent = ""; }, hash);
  await p.waitForFunction(() => !document.querySelector(".view.uses"));
  await ready(p);
}

/* A view is there; what it shows may still be asked for. */
export const ready = (p) => p.waitForSelector("#page main .view h1", { timeout: 120000 });
/* The answer that was asked for last is drawn. */
export const answered = (p) => p.waitForFunction(() => document.getElementById("page").dataset.state === "ready", null, { timeout: 120000 });

/* Does something that changes the what-if, and waits until its answer is drawn. */
export async function after(p, act) {
  const before = await p.evaluate(() => Number(document.getElementById("page").dataset.drawn));
  await act();
  await p.waitForFunction((n) => Number(document.getElementById("page").dataset.drawn) > n, before, { timeout: 120000 });
  await answered(p);
}
export const curve = (p, which = "would") => p.locator(`.chart.tall path.${which}`).first().getAttribute("d");
export async function slide(p, selector, value) {
  await p.locator(selector).evaluate((e, v) => {
    e.value = String(v);
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }, value);
}
