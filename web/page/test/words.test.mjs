/* What the engine says, on a page in another language. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle } from "./bundle.mjs";

test("what_the_engine_says_is_spanish_or_says_that_it_is_english", async () => {
  const { Words } = await bundle('export { Words } from "./words/words";');
  const say = (lang, words) => new Words(lang, { series: [] }, { facts: {}, en: {}, es: {} }).wrong(new Error(words), true);
  const known = 'what-if.csv:2:30: found "Atlantis", expected no place: us.x does not vary by place, leave it empty';
  const unknown = "what-if.csv:3:1: found the moon, expected cheese";
  assert.equal(say("es", known), 'renglón 2: hay "Atlantis"; se esperaba la celda vacía: us.x no cambia por lugar');
  assert.equal(say("es", unknown), "renglón 3: (el motor lo dice en inglés) found the moon, expected cheese");
  assert.equal(say("es", `${known}\n${known}\n... 5 more`).split("\n").at(-1), "... +5");
  assert.equal(say("en", unknown), "line 3: found the moon, expected cheese");
});
