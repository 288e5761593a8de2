/* The page as a person meets it, in Chromium: `PAGES=... node --test test/ui.page.test.mjs`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after as end, before, test } from "node:test";
import { after, answered, curve, openBrowser, skip, slide } from "./ui.support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => { if (!skip) browser = await openBrowser(); });
end(async () => { await browser?.close(); });
let shared = null;
const show = async (hash) => (shared = await browser.show(hash));
const its = (name, act) => test(name, { skip, timeout: 600000 }, act);

/* Whatever a test did: nothing was said to the console, and only the file itself was asked for. */
async function quiet(p) {
  const left = p.heard.asked.filter((url) => !/^(blob|data):/.test(url));
  assert.deepEqual(p.heard.console, []);
  assert.equal(left.length, 1, `asked for ${left.join(" ")}`);
  if (p !== shared) await p.context().close();
}

its("two_questions_stand_equally_large_and_the_first_words_say_where_people_are", async () => {
  const p = await show("");
  await answered(p);
  const boxes = await p.locator(".question").evaluateAll((all) => all.map((e) => [e.clientWidth, e.clientHeight, getComputedStyle(e.querySelector("strong")).fontSize]));
  assert.equal(boxes.length, 2);
  assert.deepEqual(boxes[0], boxes[1]);
  const first = await p.locator(".happened").innerText();
  assert.ok(first.indexOf("waiting") > 0 && first.indexOf("waiting") < first.indexOf("encounters"), first);
  await quiet(p);
});

its("stories_go_to_their_end_by_the_keyboard_alone", async () => {
  const p = await show("#en/stories");
  const focus = async (pattern) => {
    for (let i = 0; i < 60; i++) {
      await p.keyboard.press("Tab");
      const words = await p.evaluate(() => document.activeElement?.innerText || document.activeElement?.getAttribute("aria-label") || document.activeElement?.id || "");
      if (pattern.test(words)) return words;
    }
    throw new Error(`no focus on ${pattern}`);
  };
  await focus(/36 hours against 72/);
  await p.keyboard.press("Enter");
  await p.waitForSelector(".view.story");
  await answered(p);
  for (let step = 1; step < 5; step++) {
    await focus(/^Next$/);
    await p.keyboard.press("Enter");
    await p.waitForFunction((n) => document.querySelector(".step-count").textContent.startsWith(`Step ${n}`), step + 1);
  }
  await focus(/^stop$/);
  const before = await p.locator("#stop").getAttribute("aria-valuetext");
  await p.keyboard.press("ArrowLeft");
  await p.waitForFunction((was) => document.getElementById("stop").getAttribute("aria-valuetext") !== was, before);
  await p.waitForSelector(".sentences li");
  await quiet(p);
});

its("a_deep_link_opens_what_it_says_and_a_broken_one_says_what_was_left_out", async () => {
  const p = await browser.open("#en/bench?l=us.ports.appointments_per_day%3B2%3B2023-06-30%3B&f=place%3ADel+Rio");
  await answered(p);
  assert.match(await p.locator(".bench-title").innerText(), /2/);
  assert.match(await p.locator(".chart.tall h2").innerText(), /Del Rio/);
  assert.match(await curve(p), /^M/);
  await quiet(p);
  const q = await show("#en/bench?l=us.no_such%3B1%3B2023-01-01%3B&p=us.agents%7C2022-01-01%3B%3Bus.agents%3BDel+Rio%3B%3Bscale%3B3");
  await answered(q);
  assert.match(await q.locator(".notice").innerText(), /us\.agents.*us\.no_such/s);
  assert.equal(await curve(q), "");
  await quiet(q);
});

its("a_question_pressed_answers_in_curve_and_sentence_and_its_lever_moves_both", async () => {
  const p = await show("#en/start");
  await answered(p);
  assert.equal(await curve(p), "");
  await after(p, () => p.click("[data-question=december]"));
  const full = await curve(p);
  assert.match(full, /^M/);
  const answer = await p.locator(".answer").innerText();
  assert.ok(answer.indexOf("waiting") > 0 && answer.indexOf("waiting") < answer.indexOf("encounters"), answer);
  const [first, doubt, ...rest] = await p.locator(".answer > *").evaluateAll((all) => all.map((e) => e.innerText));
  assert.match(first, /^From [^.]* waiting [^.]* (died|kidnapped|robbed)/);
  assert.ok(first.length < 330, `${first.length} letters: ${first}`);
  assert.match(doubt, /one run|each number is the mean/);
  assert.match(rest.join(), /encounters/);
  await after(p, () => slide(p, "#stop", 1));
  assert.notEqual(await curve(p), full);
  await after(p, () => slide(p, "#stop", 0));
  assert.equal(await curve(p), "");
  await quiet(p);
});

its("a_link_to_a_step_of_a_story_sets_its_lever_as_the_step_does", async () => {
  const at = async (hash) => {
    const p = await show(hash);
    const stop = await p.locator("#stop").inputValue();
    await quiet(p);
    return stop;
  };
  const opened = await browser.open("#en/stories/hours/1");
  assert.equal(await opened.locator("#stop").inputValue(), "2"); // 36 hours, as it happened
  await quiet(opened);
  assert.equal(await at("#en/stories/hours/1"), "2");
  assert.equal(await at("#en/stories/hours/3"), "4"); // 72, from the step before
  assert.equal(await at("#en/stories/hours/3?s=0"), "0");
});

its("harm_lies_inside_the_frame_of_every_chart", async () => {
  const p = await show("#en/bench?p=p%3Ano-december-2023-crackdown");
  await answered(p);
  for (const chart of await p.locator("figure.chart").all()) {
    await chart.scrollIntoViewIfNeeded();
    await p.waitForFunction((e) => e.querySelectorAll(".harm path").length > 0, await chart.elementHandle());
    const inside = await chart.evaluate((e) => {
      const frame = [...e.querySelectorAll("svg > rect")].pop().getBoundingClientRect();
      return [...e.querySelectorAll(".harm path:not([display=none])")].filter((x) => x.getAttribute("d")).map((x) => x.getBoundingClientRect())
        .map((b) => b.top >= frame.top - 1 && b.bottom <= frame.bottom + 1 && b.left >= frame.left - 1 && b.right <= frame.right + 1);
    });
    assert.ok(inside.length >= 2 && inside.every(Boolean), await chart.locator("h2,h3").first().innerText());
  }
  await quiet(p);
});

its("spanish_is_spoken_everywhere_and_kept_in_the_address", async () => {
  const p = await show("#en/start?q=december&s=4");
  await answered(p);
  const english = await p.locator(".answer").innerText();
  await after(p, () => p.click("button[lang=es]"));
  assert.equal(await p.evaluate(() => document.documentElement.lang), "es");
  assert.match(p.url(), /#es\/start/);
  const spanish = await p.locator(".answer").innerText();
  assert.match(spanish, /personas más habrían estado esperando/);
  assert.notEqual(english, spanish);
  assert.match(await p.locator("header").innerText(), /lengua materna/);
  for (const view of ["stories", "bench", "compare", "trust", "uses"]) {
    await p.evaluate((v) => { location.hash = `#es/${v}`; }, view);
    await p.waitForFunction((v) => document.querySelector(`.view.${v}`), view);
    const words = await p.locator("main h1").innerText();
    assert.doesNotMatch(words, /Stories|Workbench|Compare what|trust it|not for/);
  }
  await quiet(p);
});

its("a_what_if_is_saved_as_a_policy_file_and_loaded_again_with_the_same_rows", async () => {
  const p = await show("#en/start?q=december&s=4");
  await answered(p);
  const [file] = await Promise.all([p.waitForEvent("download"), p.getByRole("button", { name: /policy file/ }).click()]);
  const path = await file.path();
  assert.match(readFileSync(path, "utf8"), /^# title: .*\n# about: .*\nfrom,until,parameter,where,who,change,value,note,source\n2023-12-22,,/);
  await p.locator("input[type=file]").setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: readFileSync(path) });
  await p.waitForSelector(".view.bench");
  await answered(p);
  assert.match(await curve(p), /^M/);
  const [again] = await Promise.all([p.waitForEvent("download"), p.getByRole("button", { name: /policy file/ }).click()]);
  const rows = (text) => text.split("\n").filter((l) => !l.startsWith("#")).map((l) => l.split(",").slice(0, 7).join());
  assert.deepEqual(rows(readFileSync(await again.path(), "utf8")), rows(readFileSync(path, "utf8")));
  await p.locator("input[type=file]").setInputFiles({ name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from("from,until,parameter\nnever,,x\n") });
  await p.waitForFunction(() => document.querySelector(".notice").textContent.length > 0);
  const head = "from,until,parameter,where,who,change,value,note,source\n";
  assert.match(await p.locator(".notice").innerText(), /^This file cannot be used as a what-if/);
  assert.ok(await p.locator(".notice").evaluate((e) => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }), "what is said is out of sight");
  const refusals = [
    ["# a letter\nDear all,\n", /no what-if at all/],
    [head + "2022-01-01,,xyz,,,scale,2,n,x\n", /^(?!.*vado_params)(?!.*what-if\.csv)(?=.*line 2: )(?=.*list of levers).*xyz/s],
    [head + "2022-01-01,,us.agents,,,scale,2,n,x\n", /^(?!.*--policy).*us\.agents.*lever that this page shows/s],
    [head + "2022-01-01,,us.courts.judges,Atlantis,,scale,2,n,x\n".repeat(2000), /^(?=[^]{20,2500}$)[^]*Atlantis[^]*1995 more/],
    [head + "2022-01-01,,us.courts.judges,,,scale,2,n,x\n".repeat(50000), /million bytes/],
  ];
  for (const [text, words] of refusals) {
    await p.evaluate(() => { document.querySelector(".notice").textContent = ""; });
    await p.locator("input[type=file]").setInputFiles({ name: "bad.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await p.waitForFunction(() => document.querySelector(".notice").textContent.length > 0);
    assert.match(await p.locator(".notice").innerText(), words);
  }
  await quiet(p);
});

its("what_is_wrong_with_a_file_is_said_in_spanish", async () => {
  const p = await show("#es/bench");
  const head = "from,until,parameter,where,who,change,value,note,source\n";
  const row = (parts) => { const r = { from: "2022-01-01", until: "", parameter: "us.courts.judges", where: "", who: "", change: "scale", value: "2", note: "n", source: "x", ...parts }; return head + Object.values(r).join() + "\n"; };
  const wrong = ["from,until,parameter\n2022-01-01,,us.courts.judges\n", row({ parameter: "xyz" }), row({ parameter: "us.agents" }), row({ where: "Atlantis" }), row({ who: "nobody" }),
    row({ from: "2022-13-01" }), row({ until: "2021-01-01" }), row({ value: "-2" }), row({ change: "set", value: "1e9" }), row({ change: "twist" }), row({ value: "two" }),
    row({ source: "" }), row({ from: "2030-01-01" }), row({}) + row({}).slice(head.length), row({ note: '"open' }), row({ note: "n,n" })];
  for (const text of wrong) {
    await p.evaluate(() => { document.querySelector(".notice").textContent = ""; });
    await p.locator("input[type=file]").setInputFiles({ name: "mal.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await p.waitForFunction(() => document.querySelector(".notice").textContent.length > 0);
    assert.match(await p.locator(".notice").innerText(), /^(?!.*(found|expected|inglés))(?=.*se esperaba).*rengl/s);
  }
  await quiet(p);
});

its("a_row_that_multiplies_is_saved_by_the_word_that_the_command_reads", async () => {
  const p = await show(`#en/bench?p=${encodeURIComponent("Twice|2022-01-01;;us.courts.judges;;;multiply;2")}`);
  await answered(p);
  const [file] = await Promise.all([p.waitForEvent("download"), p.getByRole("button", { name: /policy file/ }).click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /\n2022-01-01,,us\.courts\.judges,,,scale,2,,\[what-if\]\n$/);
  await quiet(p);
});

its("every_download_of_a_chart_carries_harm_and_caption", async () => {
  const p = await show("#en/start?q=december&s=4");
  await answered(p);
  const get = async (name) => {
    const [file] = await Promise.all([p.waitForEvent("download"), p.locator(".chart.tall").getByRole("button", { name: new RegExp(`Download ${name}`) }).click()]);
    return readFileSync(await file.path());
  };
  const csv = (await get("CSV")).toString();
  assert.match(csv, /\npolicy,month,series,by,cell,unit,harm,as_it_happened,what_if,low,high,published\n/);
  assert.match(csv, /,2024-01,waiting,total,,people,1,\d/);
  const picture = (await get("SVG")).toString();
  for (const words of ["Harm in the same months", "Model: vado", "no proof", "What if Mexico"]) assert.ok(picture.includes(words), words);
  assert.equal((await get("PNG")).subarray(1, 4).toString(), "PNG");
  await quiet(p);
});

its("on_paper_the_answer_and_its_chart_stand_on_the_first_of_two_pages_and_nothing_is_folded", async () => {
  const p = await show("#en/start?q=december&s=4");
  await answered(p);
  await p.waitForFunction(() => document.querySelector(".doubt details"), null, { timeout: 400000 }); // a range is there
  const pages = async () => ((await p.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
  assert.equal(await pages(), 2);
  assert.equal(await p.locator(".doubt details").evaluate((d) => d.open), false, "what was unfolded for paper stays so");
  await p.evaluate(() => {
    addEventListener("beforeprint", () => (window.folded = document.querySelectorAll(".trust details:not([open])").length), { once: true });
    location.hash = "#en/trust";
  });
  await p.waitForSelector(".view.trust");
  await pages();
  assert.equal(await p.evaluate(() => window.folded), 0);
  await quiet(p);
});

/* One page at three sizes: what it has run and compared at one is there at the next. */
for (const [width, height] of [[390, 844], [1280, 800], [1920, 1080]])
  its(`nothing_is_wider_than_the_screen_and_axe_finds_nothing_at_${width}`, async () => {
    const views = ["#en/start?q=december&s=4", "#es/stories", "#en/stories/hours/2?s=4", "#en/bench", "#es/compare?k=p%3Ano-december-2023-crackdown", "#en/trust", "#en/uses"];
    const p = await show(views[0]);
    await p.evaluate(axe);
    await p.setViewportSize({ width, height });
    for (const hash of views) {
      await p.evaluate((h) => { location.hash = h; }, hash);
      await p.waitForSelector(`.view.${hash.includes("hours") ? "story" : hash.split(/[/?]/)[1]}`);
      const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${hash} is ${wide} px too wide`);
      const found = await p.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], resultTypes: ["violations"] }));
      assert.deepEqual(found.violations.map((v) => `${hash} ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")}`), []);
    }
    await quiet(p);
  });
