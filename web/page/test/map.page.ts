/* The map alone on a page, for its tests: what they hand over is drawn, and what it tells is kept for them. */
import type { About, Answer, Table } from "../src/engine/types";
import { LANGS, Words } from "../src/words/words";
import { mapEn, mapEs, mountMap, type Focus, type Geography, type VadoMap } from "../src/map/map";

interface PlainTable {
  series: string;
  margin: Table["margin"];
  cells: string[];
  months: string[];
  values: number[][];
}
interface PlainAnswer {
  months: string[];
  done: number;
  changedFrom: number;
  tables: Record<string, PlainTable>;
}
interface Given {
  about: About;
  answers: PlainAnswer[];
  geography?: Geography;
  locale: string;
  month: number;
  later?: boolean; // first update after the map has its size
}

const answerOf = (a: PlainAnswer): Answer => ({
  ...a,
  tables: new Map(Object.entries(a.tables).map(([k, t]) => [k, { ...t, values: t.values.map((v) => Float64Array.from(v, (x) => x ?? NaN)) }])),
});

let map: VadoMap;
let answers: Answer[];
const told: (Focus | null | [number, boolean])[] = [];

const tests = {
  told,
  async mount(given: Given): Promise<void> {
    document.documentElement.lang = given.locale;
    answers = given.answers.map(answerOf);
    const lang = LANGS.find((l) => given.locale.startsWith(l))!;
    const words = new Words(lang, given.about, { facts: {}, en: {}, es: {} });
    map = mountMap(document.getElementById("map")!, given.about, {
      words: lang === "es" ? mapEs : mapEn,
      locale: given.locale,
      number: words.rounded,
      month: words.month,
      geography: given.geography,
    });
    map.on("focus", (f) => told.push(f));
    map.on("month", (i, playing) => told.push([i, playing]));
    if (given.later) for (let frames = 0; frames < 6; frames++) await new Promise((drawn) => requestAnimationFrame(drawn));
    tests.update(given.answers.length > 1, given.month);
  },
  update(whatIf: boolean, month: number): number {
    const from = performance.now();
    map.update(whatIf ? answers[1]! : answers[0]!, whatIf ? answers[0]! : null, month);
    return performance.now() - from;
  },
  view: (v: Parameters<VadoMap["view"]>[0]) => map.view(v),
  focus: (f: Focus | null) => map.focus(f),
};
declare global {
  interface Window {
    mapTests: typeof tests;
  }
}
window.mapTests = tests;
