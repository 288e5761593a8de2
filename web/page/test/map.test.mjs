/* The map in Chromium: what is drawn is what the figures say, labels never collide, harm is always there, and everything
 * is reached by keyboard. Figures are made from the tables of scenarios; nothing is simulated. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { executablePath } from "./harness.mjs";
import { changed, drawn, openBrowser, root, scenario } from "./map.support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const usMexico = () => scenario(join(root, "scenarios/us-mexico"), { map: { wayNarrow: [-118.6, -75.2, 6.5, 33.4] } });
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/* Boxes of all texts within the frame of the map: labels and names of countries. */
const boxes = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".vm-label text, .vm-svg > g text")]
      .filter((t) => t.checkVisibility() && !t.closest(".vm-harm") && t.getBoundingClientRect().width > 0)
      .map((t) => {
        const b = t.getBBox();
        return { text: t.textContent, owner: t.closest(".vm-label")?.dataset.label ?? t.textContent, x: b.x, y: b.y + b.height * 0.12, width: b.width, height: b.height * 0.76 };
      }),
  );

function collisions(list) {
  const out = [];
  for (const [i, a] of list.entries())
    for (const b of list.slice(i + 1))
      if (a.owner !== b.owner && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height) out.push(`${a.text} / ${b.text}`);
  return out;
}

describe("the map", { skip: existsSync(executablePath) ? false : `no Chromium at ${executablePath}` }, () => {
  let browser;
  before(async () => (browser = await openBrowser()));
  after(() => browser?.close());
  const quiet = (page) => {
    assert.deepEqual(page.heard.console, []);
    assert.deepEqual(page.heard.asked.filter((r) => !r.startsWith("file:")), []);
  };

  test("no two labels overlap, at three sizes, at several zooms, wherever one looks", async () => {
    const given = { ...usMexico(), month: 11 };
    for (const size of SIZES)
      for (const locale of ["en-US", "es-MX"]) {
        const page = await browser.open({ ...given, locale }, size);
        let seen = 0;
        const look = async (what) => {
          const list = await boxes(page);
          seen = Math.max(seen, list.length);
          assert.deepEqual(collisions(list), [], `${what}, ${size.width} px, ${locale}`);
        };
        await look("whole way");
        await page.locator(".vm-windows button").nth(1).click();
        await drawn(page);
        await look("the line");
        for (let k = 0; k < 5; k++) {
          await page.locator(".vm-zoom button").first().click();
          await page.locator(".vm-svg").press("ArrowRight");
          await drawn(page);
          await look(`zoom ${k}`);
        }
        assert.ok(seen > 12, `hardly any labels were looked at: ${seen}`);
        quiet(page);
        await page.close();
      }
  });

  test("every sector and border place in sight has a name, or stands below with a number, and is picked there", async () => {
    const given = { ...usMexico(), month: 11, locale: "en-US" };
    for (const size of SIZES) {
      const page = await browser.open(given, size);
      const look = () => page.evaluate(() => {
        const keys = [...document.querySelectorAll(".vm-key button")];
        const numbers = Object.fromEntries(keys.map((b) => [b.querySelector("span").textContent.replace(/ \(.*\)$/, ""), b.querySelector("b")?.textContent ?? ""]));
        const names = [...document.querySelectorAll(".vm-label[display=inline] text:first-of-type")].map((t) => t.textContent);
        const border = [...document.querySelectorAll(".vm-spot[display=inline], .vm-spot:not([display])")].filter((s) => s.querySelector("[data-circle=waiting], [data-sign=deaths]")).map((s) => s.dataset.node.replace(/^[a-z]+:/, ""));
        return { numbers, names, border };
      });
      const { numbers, names, border } = await look();
      assert.ok(border.length > 20, `${border.length} places at the border`);
      for (const name of border) assert.ok(names.includes(name) !== name in numbers, `${name}, ${size.width} px`);
      for (const [name, number] of Object.entries(numbers)) assert.ok(number === "" || names.includes(number), `${number} ${name}`);
      const key = page.locator(".vm-key button").first();
      if (size.width === 390) assert.ok((await key.count()) > 0);
      if (await key.count()) {
        const name = (await key.locator("span").innerText()).replace(/ \(.*\)$/, "");
        await key.click();
        await drawn(page);
        assert.ok((await page.locator(".vm-card").innerText()).includes(name));
      }
      quiet(page);
      await page.close();
    }
  });

  test("bands are as wide, circles as large in area as there are people", async () => {
    const given = { ...usMexico(), month: 5, locale: "en-US" };
    const page = await browser.open(given);
    const shown = await page.evaluate(() => ({
      legs: Object.fromEntries([...document.querySelectorAll("[data-leg]")].map((e) => [e.dataset.leg, e.getAttribute("display") === "none" ? 0 : Number(e.getAttribute("stroke-width"))])),
      circles: Object.fromEntries([...document.querySelectorAll("[data-circle=waiting]")].map((e) => [e.parentNode.dataset.node.slice(6), Number(e.getAttribute("r")) ** 2])),
    }));
    const ratio = (cells, values, size) => {
      const all = cells.map((c, i) => [values[i][5], size(c)]).filter(([people, s]) => people > 0 && s > 1);
      const each = all.map(([people, s]) => s / people);
      return [Math.min(...each), Math.max(...each), all.length];
    };
    const legs = given.answers[0].tables["people_on_legs/place"];
    const [low, high, n] = ratio(legs.cells, legs.values, (c) => shown.legs[c]);
    assert.ok(n > 40 && high / low < 1.05, `widths a person from ${low} to ${high} on ${n} legs`);
    const waiting = given.answers[0].tables["waiting/place"];
    const [least, most, m] = ratio(waiting.cells, waiting.values, (c) => shown.circles[c]);
    assert.ok(m > 8 && most / least < 1.05, `areas a person from ${least} to ${most} of ${m} circles`);
    await page.close();
  });

  test("harm is in the frame whatever is shown, and cannot be hidden", async () => {
    const base = usMexico();
    const page = await browser.open({ ...base, answers: [base.answers[0], changed(base.answers[0])], month: 12, locale: "en-US" });
    const harm = () => page.evaluate(() => [...document.querySelectorAll("svg .vm-harm [data-harm]")].map((e) => [e.dataset.harm, e.textContent]));
    const signs = () => page.evaluate(() => [...document.querySelectorAll("[data-sign]")].filter((e) => e.checkVisibility()).length);
    const named = ["deaths", "deaths_on_the_way", "kidnappings", "extortion"];
    const boxes = page.locator(".vm-legend input");
    assert.equal(await boxes.count(), 4, "flows and three circles can be hidden, and no more");
    for (let i = 0; i < 4; i++) await boxes.nth(i).uncheck();
    for (const view of ["asItWas", "whatIf", "difference"]) {
      await page.evaluate((v) => window.mapTests.view(v), view);
      const there = await harm();
      assert.deepEqual(there.map((h) => h[0]), named, view);
      for (const [name, text] of there) assert.match(text, /[0-9]/, `${name} in ${view}`);
      assert.ok((await signs()) > 8, `signs of harm are gone: ${view}`);
    }
    assert.match((await harm())[0][1], /\([+−]/, "the difference of harm is not told");
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("[data-circle],[data-leg],[data-road]")].filter((e) => e.checkVisibility()).length), 0);
    quiet(page);
    await page.close();
  });

  test("in the difference more is full and fewer is broken, by shape as by colour", async () => {
    const base = usMexico();
    const page = await browser.open({ ...base, answers: [base.answers[0], changed(base.answers[0])], month: 12, locale: "en-US" });
    await page.evaluate(() => window.mapTests.view("difference"));
    const rows = await page.evaluate(() => {
      const all = [...document.querySelectorAll("[data-road],[data-entry],[data-circle]")].filter((e) => e.checkVisibility());
      return all.map((e) => ({ road: e.dataset.road ?? e.dataset.entry ?? e.parentNode.dataset.node, stroke: e.getAttribute("stroke"), broken: e.getAttribute("stroke-dasharray") !== "none" }));
    });
    const colours = new Map();
    for (const d of rows) colours.set(d.broken, new Set([...(colours.get(d.broken) ?? []), d.stroke]));
    assert.equal(colours.get(true)?.size, 1);
    assert.equal(colours.get(false)?.size, 1);
    assert.notDeepEqual(colours.get(true), colours.get(false));
    const entries = base.answers[0].tables["encounters/place"].cells;
    for (const [i, sector] of entries.entries()) {
      const d = rows.find((x) => x.road === sector);
      if (d && i % 3) assert.equal(d.broken, i % 2 === 0, sector);
    }
    await page.close();
  });

  test("one comes to places by tab, picks by enter, zooms and moves by keys, and the page is told", async () => {
    const page = await browser.open({ ...usMexico(), month: 3, locale: "en-US" });
    const told = () => page.evaluate(() => window.mapTests.told);
    await page.locator(".vm-svg").focus();
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.getAttribute("data-node"));
    assert.match(first, /^sector:/);
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /died at the border: [0-9]/);
    await page.keyboard.press("Enter");
    assert.deepEqual(await told(), [{ kind: "sector", name: first.slice(7) }]);
    assert.match(await page.locator(".vm-card h3").textContent(), new RegExp(first.slice(7)));
    await page.keyboard.press("Escape");
    assert.equal((await told()).at(-1), null);
    const world = () => page.evaluate(() => document.querySelector(".vm-svg > g > g").getAttribute("transform"));
    const states = [await world()];
    for (const key of ["+", "ArrowLeft", "ArrowDown", "-", "0"]) {
      await page.keyboard.press(key);
      await drawn(page);
      states.push(await world());
    }
    for (let i = 1; i < 4; i++) assert.notEqual(states[i], states[i - 1], `key ${i} does nothing`);
    assert.equal(states.at(-1), states[0]);
    await page.locator(".vm-time input").focus();
    await page.keyboard.press("ArrowRight");
    assert.deepEqual((await told()).at(-1), [4, false]);
    assert.match(await page.evaluate(() => document.querySelector(".vm-svg > text").textContent), /May 2022/);
    quiet(page);
    await page.close();
  });

  test("on a phone the note of a what-if has a line of its own, whenever the map is first told", async () => {
    const base = usMexico();
    const given = { ...base, answers: [base.answers[0], changed(base.answers[0])], month: 12, locale: "en-US" };
    const heads = [];
    for (const later of [false, true]) {
      const page = await browser.open({ ...given, later }, { width: 390, height: 844 });
      await drawn(page);
      heads.push(await page.evaluate(() => [...document.querySelectorAll(".vm-svg > text")].map((t) => Number(t.getAttribute("y")))));
      await page.close();
    }
    const [heading, note] = heads[0];
    assert.ok(heading < note, `heading at ${heading}, note at ${note}`);
    assert.deepEqual(heads[1], heads[0]);
  });

  test("play goes month by month to the last, and stops", async () => {
    const page = await browser.open({ ...usMexico(), month: 20, locale: "en-US" });
    await page.getByRole("button", { name: "Play" }).click();
    await page.waitForFunction(() => window.mapTests.told.at(-1)?.[0] === 23);
    await page.getByRole("button", { name: "Play" }).waitFor();
    assert.deepEqual(await page.evaluate(() => window.mapTests.told), [[21, true], [22, true], [23, true]]);
    await page.close();
  });

  test("a press on the map picks the nearest sign", async () => {
    const page = await browser.open({ ...usMexico(), month: 8, locale: "en-US" });
    const c = await page.evaluate(() => {
      const b = document.querySelector('[data-node="place:Tijuana"] [data-circle]').getBoundingClientRect();
      return [b.x + b.width / 2, b.y + b.height / 2];
    });
    await page.mouse.click(...c);
    assert.deepEqual((await page.evaluate(() => window.mapTests.told)).at(-1), { kind: "place", name: "Tijuana" });
    await page.mouse.move(c[0] + 1, c[1]);
    await page.locator(".vm-tip").waitFor();
    assert.match(await page.locator(".vm-tip").textContent(), /Tijuana\nkidnapped: [0-9,.]+\nWaiting at the border: [0-9,]+/);
    await page.close();
  });

  test("what the page picks is picked, and brought into sight", async () => {
    const page = await browser.open({ ...usMexico(), month: 8, locale: "en-US" });
    await page.locator(".vm-windows button").nth(1).click();
    await page.evaluate(() => window.mapTests.focus({ kind: "place", name: "Tapachula" }));
    await page.waitForFunction(() => {
      const frame = document.querySelector(".vm-svg").getBoundingClientRect();
      const spot = document.querySelector('[data-node="place:Tapachula"]').getBoundingClientRect();
      return spot.width > 0 && spot.left > frame.left && spot.right < frame.right && spot.top > frame.top && spot.bottom < frame.bottom;
    });
    assert.equal(await page.locator(".vm-card h3").textContent(), "Tapachula");
    assert.deepEqual(await page.evaluate(() => window.mapTests.told), [], "the page was told what it did itself");
    await page.evaluate(() => window.mapTests.focus(null));
    assert.equal(await page.locator(".vm-card h3").count(), 0);
    await page.close();
  });

  test("two fingers zoom, one scrolls the page until the map is enlarged; a wheel zooms with ctrl", async () => {
    const page = await browser.open({ ...usMexico(), month: 8, locale: "en-US" }, { width: 390, height: 844, hasTouch: true });
    const touch = await page.context().newCDPSession(page);
    const world = async () => {
      await drawn(page);
      return page.evaluate(() => document.querySelector(".vm-svg > g > g").getAttribute("transform"));
    };
    const fingers = (type, ...points) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    const whole = await world();
    assert.match(await page.evaluate(() => document.querySelector(".vm-svg").style.touchAction), /pan-y/);
    await fingers("touchStart", [150, 400]);
    await fingers("touchMove", [150, 340]);
    await fingers("touchEnd");
    assert.equal(await world(), whole, "one finger moved the map");
    await page.evaluate(() => window.scrollTo(0, 0));
    await fingers("touchStart", [150, 350], [200, 350]);
    await fingers("touchMove", [120, 350], [240, 350]);
    await fingers("touchMove", [90, 350], [270, 350]);
    await fingers("touchEnd");
    const large = await world();
    assert.notEqual(large, whole, "two fingers do nothing");
    assert.equal(await page.evaluate(() => document.querySelector(".vm-svg").style.touchAction), "none");
    await page.close();
    const desk = await browser.open({ ...usMexico(), month: 8, locale: "en-US" });
    const still = () => desk.evaluate(() => document.querySelector(".vm-svg > g > g").getAttribute("transform"));
    const before = await still();
    await desk.mouse.move(400, 400);
    await desk.mouse.wheel(0, -200);
    await drawn(desk);
    assert.equal(await still(), before, "a wheel alone zooms");
    await desk.keyboard.down("Control");
    await desk.mouse.wheel(0, -200);
    await desk.keyboard.up("Control");
    await desk.waitForFunction((b) => document.querySelector(".vm-svg > g > g").getAttribute("transform") !== b, before);
    await desk.close();
  });

  test("the table holds what the map shows", async () => {
    const given = { ...usMexico(), month: 7, locale: "en-US" };
    const page = await browser.open(given);
    await page.locator(".vm-table summary").click();
    await page.waitForFunction(() => document.querySelector(".vm-table table tbody tr")); // filled when it opens
    const rows = await page.locator(".vm-table table").first().locator("tbody tr").allTextContents();
    const cells = given.answers[0].tables["waiting/place"].cells;
    for (const c of cells) assert.ok(rows.some((r) => r.startsWith(c)), `${c} is not in the table`);
    assert.ok((await page.locator(".vm-table table").nth(1).locator("tbody tr").count()) >= 30);
    await page.close();
  });

  test("nothing for axe to blame, in both languages, plain and as a difference", async () => {
    const base = usMexico();
    for (const [locale, view] of [["en-US", "whatIf"], ["es-MX", "difference"]]) {
      const page = await browser.open({ ...base, answers: [base.answers[0], changed(base.answers[0])], month: 12, locale }, { width: 390, height: 844, bypassCSP: true });
      await page.evaluate((v) => window.mapTests.view(v), view);
      await page.locator(".vm-table summary").click();
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`), [], locale);
      await page.close();
    }
  });

  test("other scenarios have a map, and no word of another's", async () => {
    const folder = join(root, "tests/scenarios");
    for (const name of ["six-places", "two-islands"]) {
      if (!existsSync(join(folder, name, "legs.csv"))) continue;
      const page = await browser.open({ ...scenario(join(folder, name)), month: 3, locale: "en-US" });
      assert.ok((await page.evaluate(() => [...document.querySelectorAll("[data-leg]")].filter((e) => e.checkVisibility()).length)) > 0, name);
      quiet(page);
      await page.close();
    }
    const plain = scenario(join(folder, "six-places"));
    const text = readFileSync(join(root, "web/page/src/map/words.ts"), "utf8") + readFileSync(join(root, "web/page/src/map/map.ts"), "utf8");
    assert.ok(!/Mexic|Méxic|United States|Estados Unidos|Darién/.test(text.replace(/the Darien[^"]*/g, "")), "a word of one scenario in the map's own words");
    const page = await browser.open({ about: plain.about, answers: plain.answers, month: 3, locale: "en-US" });
    assert.ok((await page.locator(".vm-label").count()) > 0, "without a geography");
    quiet(page);
    await page.close();
  });

  test("hostile names stay text", async () => {
    const bad = '"><img src=x onerror=alert(1)>';
    const given = JSON.parse(JSON.stringify(scenario(join(root, "tests/scenarios/six-places"))).replaceAll("Reynosa", JSON.stringify(bad).slice(1, -1)));
    const page = await browser.open({ ...given, month: 3, locale: "en-US" });
    await page.locator(".vm-table summary").click();
    await page.evaluate((name) => window.mapTests.focus({ kind: "place", name }), bad);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator(".vm-card h3").textContent(), bad);
    quiet(page);
    await page.close();
  });
});
