/* Several what-ifs side by side: harm first, then the rest; places that gain and lose; who is worse off. No order but
 * that in which they were kept, no score. */
import { csvTable } from "../charts/export";
import { QUANTILES_FROM } from "../engine/quantiles";
import type { App, Pane } from "./app";
import { Superseded, type Answer, type Bands, type SeriesInfo } from "../engine/types";
import { directionOf, unitOf, type Measure } from "../words/measure";
import { Measures, cellWords, sentence, worseOff } from "../words/sentences";
import { capital } from "../words/words";
import { actions } from "./actions";
import { doubtOf } from "./answer";
import { MOST_KEPT } from "./address";
import { button, h, renew, save, scrolled, text } from "./dom";
import { figureWords, type Source, type Subject } from "./picture";
import { MEMBERS } from "./run";
import { keyOf, toAddress, windowOf, type WhatIf } from "./rows";
import { benchWhatIf } from "./view_bench";
import { wantsOfSentences } from "./view_stories";

export interface Done {
  answer: Answer;
  bands: Bands | null;
  measures: Measures | null;
  members: number;
  of: number;
}

export function titleOf(app: App, x: WhatIf): string {
  const shipped = toAddress(x, app.engine.about);
  const p = app.engine.about.policies.find((y) => `p:${y.name}` === shipped);
  return p ? app.words.policyTitle(p) : x.title;
}

/* The central run of one, and then, when all have theirs, its members. */
async function answerTo(app: App, x: WhatIf): Promise<Done> {
  const answer = await app.engine.ask(x.rows, wantsOfSentences(app, true), () => undefined);
  return { answer, bands: null, measures: null, members: 0, of: MEMBERS };
}

async function membersOf(app: App, x: WhatIf, { answer }: Done, put: (d: Done) => void): Promise<void> {
  const { about } = app.engine;
  const from = answer.months[answer.changedFrom] ?? about.first;
  const until = answer.months[answer.months.length - 1] ?? about.last;
  const take = (b: Bands) => put({ answer, bands: b, members: b.members, of: b.of,
                                   measures: new Measures(about, from, until, b.totals, b.members) });
  take(await app.engine.band(x.rows, wantsOfSentences(app, true), MEMBERS, (b) => b.members > 1 && take(b)));
}

function cell(app: App, s: SeriesInfo, m: Measure | undefined): HTMLElement {
  return h("td", {}, capital(sentence(app.words, "", unitOf(s), m).replace(/^: /, "")));
}

/* A table with a column each, all equally wide; with many it is wider than a phone, and scrolls. */
function wide(list: WhatIf[], kind: string, ...parts: HTMLElement[]): HTMLTableElement {
  const table = h("table", { class: kind }, ...parts);
  table.style.setProperty("min-width", `${11 + 10 * list.length}rem`);
  return table;
}

function measuresTable(app: App, list: WhatIf[], done: (Done | undefined)[]): HTMLElement {
  const w = app.words;
  const { series } = app.engine.about;
  const rows = [...series.filter((s) => s.harm), ...series.filter((s) => s.main), ...series.filter((s) => s.told !== "" && !s.main && !s.harm).sort((a, b) => a.order - b.order)];
  const named = (s: SeriesInfo) => w.heading(s).toLocaleLowerCase(w.lang).includes(w.unit(s).toLocaleLowerCase(w.lang));
  const line = (s: SeriesInfo) => h("tr", { class: s.harm ? "harm" : null }, h("th", { scope: "row" }, w.heading(s), named(s) ? null : h("small", {}, ` ${w.unit(s)}`)),
    ...list.map((_, i) => (done[i]?.measures ? cell(app, s, done[i]?.measures?.total(s.name)) : h("td", {}, "…"))));
  return scrolled(w.t("compareTitle"), wide(list, "measures",
    h("caption", {}, w.t("compareHarmFirst")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, w.t("compareMeasure")), ...list.map((x, i) => h("th", { scope: "col" }, titleOf(app, x),
      h("small", {}, done[i]?.measures ? ` ${w.month(done[i]?.measures?.from ?? "")} – ${w.month(done[i]?.measures?.until ?? "")}${(done[i]?.members ?? 0) < (done[i]?.of ?? 0) ? `; ${w.t("computing", { n: done[i]?.members ?? 0, of: done[i]?.of ?? 0 })}` : ""}` : ` ${w.t("computing", { n: 0, of: MEMBERS })}`))))),
    h("tbody", {}, ...rows.map(line))));
}

/* Bars to both sides of zero, in one ink: more and fewer are no better and no worse. */
function placesOf(app: App, series: SeriesInfo, list: WhatIf[], done: (Done | undefined)[]): HTMLElement {
  const w = app.words;
  const all = done.flatMap((d) => d?.measures?.cells(series.name, "place") ?? []);
  const most = Math.max(1, ...all.map((c) => Math.abs(c.m.mean)));
  const moved = (m: Measure) => ["more", "less"].includes(directionOf(m));
  const bar = (m: Measure | undefined, words: string) => {
    const b = h("span", { class: "bar", "aria-hidden": "true" });
    const size = m && moved(m) ? (50 * Math.abs(m.mean)) / most : 0;
    b.style.setProperty("width", `${size}%`);
    b.style.setProperty("left", m && m.mean < 0 ? `${50 - size}%` : "50%");
    return h("td", {}, h("span", {}, words), h("span", { class: "bars", "aria-hidden": "true" }, b));
  };
  const places = series.places.filter((p) => all.some((c) => c.cell === p && Math.abs(c.m.mean) > most / 200));
  const row = (p: string): HTMLElement => h("tr", {}, h("th", { scope: "row" }, w.name(p)), ...list.map((_, i) => {
    const m = done[i]?.measures?.cell(series.name, "place", p);
    const none = m && !moved(m) ? w.t(directionOf(m) === "unsure" ? "compareUnsure" : "compareSmall") : "";
    return bar(m, m ? (none || cellWords(w, { cell: "", m }).trim()) : "…");
  }));
  return h("details", { open: series.main || series.overTime === "mean" }, h("summary", {}, w.headed(series)),
    scrolled(`${w.t("compareWhere")}: ${w.heading(series)}`, wide(list, "places", h("caption", { class: "unseen" }, w.heading(series)),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, w.t("byPlace")), ...list.map((x) => h("th", { scope: "col" }, titleOf(app, x))))),
      h("tbody", {}, ...places.map(row)))));
}

function worseTable(app: App, list: WhatIf[], done: (Done | undefined)[]): HTMLElement {
  const w = app.words;
  const harms = app.engine.about.series.filter((s) => s.harm);
  const row = (s: SeriesInfo) => h("tr", {}, h("th", { scope: "row" }, w.headed(s)), ...list.map((_, i) => {
    const d = done[i];
    return h("td", {}, d?.measures ? worseOff(w, d.measures, s).join(", ") || "–" : "…");
  }));
  const fewest = Math.min(...done.map((d) => d?.members ?? MEMBERS)); // of few, a rise is one in every run
  return scrolled(w.t("compareWho"), wide(list, "whom", h("caption", {}, capital(w.t("s_worseMeans", { inAll: w.t(fewest >= QUANTILES_FROM ? "s_in95" : "s_inEvery") }))),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, w.t("s_harm")), ...list.map((x) => h("th", { scope: "col" }, titleOf(app, x))))),
    h("tbody", {}, ...harms.map(row))));
}

/* The table's numbers: sums from the change to the end, by cell too, over members. */
function measuresCsv(app: App, list: WhatIf[], done: (Done | undefined)[]): string {
  const rows = list.flatMap((what, i) => {
    const { measures, answer } = done[i] ?? {};
    if (!measures || !answer) return [];
    return [...answer.tables.values()].flatMap(({ series, margin, cells }) => {
      const s = app.engine.about.series.find((one) => one.name === series);
      return cells.flatMap((cell) => {
        const m = measures.cell(series, margin, cell);
        return s && m?.known ? [[titleOf(app, what), series, margin, cell, unitOf(s), Number(s.harm), measures.from, measures.until,
                                 m.members, m.a, m.b, m.mean, m.low, m.high]] : [];
      });
    });
  });
  return csvTable([app.words.t("compareTitle"), app.words.t("compareHarmFirst"), app.words.t("noCause")],
    ["policy", "series", "by", "cell", "unit", "harm", "from", "until", "members", "without", "with", "difference", "low", "high"], rows);
}

function chooser(app: App): HTMLElement {
  const w = app.words;
  const { about } = app.engine;
  const select = h("select", { id: "add" }, ...about.policies.map((p) => h("option", { value: p.name }, w.policyTitle(p))));
  const add = button(w.t("compareAddButton"), () => {
    const p = about.policies.find((x) => x.name === select.value);
    if (!p || app.state.kept.some((k) => k.name === p.name)) return;
    if (app.state.kept.length >= MOST_KEPT) app.say(w.t("compareFull"));
    else app.go({ kept: [...app.state.kept, { name: p.name, title: p.title, rows: p.rows }] });
  });
  const kept = app.state.kept.map((k) => h("li", {}, titleOf(app, k), " ",
    button("×", () => app.go({ kept: app.state.kept.filter((x) => x !== k) }), { class: "plain", "aria-label": w.t("compareRemove", { name: titleOf(app, k) }) })));
  return h("div", { class: "chooser" }, h("ul", { class: "kept" }, ...kept), h("p", {}, h("label", { for: "add" }, w.t("compareAdd")), select, add));
}

/* What all curves show, once. */
function said(app: App, of: Subject): HTMLElement[] {
  const { title, about } = figureWords(app.words, app.run, of);
  return [h("h2", {}, `${app.words.t("compareCurves")}: ${title}`), h("p", { class: "doubt" }, `${about} ${app.words.t("legendWords")}`)];
}

export function compareView(app: App): Pane {
  const w = app.words;
  const list = app.state.kept;
  const done: (Done | undefined)[] = list.map((x) => app.compared.get(keyOf(x.rows)));
  const tables = h("div", { class: "compare-tables" });
  const say = h("p", { class: "lead" }, list.length ? w.t("compareLead") : w.t("compareEmpty"));
  const curves = h("div", { class: "charts few" });
  const doubt = h("div", { class: "doubt" });
  const main = app.engine.about.series.find((s) => s.main);
  const subject = (series: SeriesInfo, x?: WhatIf): Subject => ({ series, margin: "total", cell: "", tall: false,
    question: x ? titleOf(app, x) : "", window: windowOf(x?.rows ?? [], app.engine.about) });
  list.forEach((x, i) => {
    const source = (): Source => {
      const d = done[i];
      return { bandIsFresh: true, shown: { base: app.run.shown.base, answer: d?.answer ?? null, before: null, rows: x.rows, bands: d?.bands ?? null, bandsOf: "", pasts: null, error: "", refused: false } };
    };
    if (!main) return;
    const host = h("div", {}, h("h3", { class: "of" }, titleOf(app, x)));
    curves.append(host);
    app.place(host, () => subject(main, x), undefined, source);
  });
  const root = h("div", { class: "view compare" }, h("h1", {}, w.t("compareTitle")), say, chooser(app), ...(list.length && main ? said(app, subject(main)) : []), curves, doubt, tables, actions(app, () => benchWhatIf(app)));
  const draw = () => {
    app.refreshCharts();
    if (!list.length) return;
    const fewest = Math.min(...done.map((d) => d?.measures?.members ?? 0));
    renew(doubt, doubtOf(w, fewest, fewest, MEMBERS));
    const places = app.engine.about.series.filter((s) => s.places.length && (s.main || (s.harm && s.headline)));
    renew(tables, [measuresTable(app, list, done),
                  h("p", {}, button(w.t("saveTable"), () => save("vado-compare.csv", measuresCsv(app, list, done), "text/csv"), { class: "plain" })), h("h2", {}, w.t("compareWho")), worseTable(app, list, done),
                  h("h2", {}, w.t("compareWhere")), ...places.sort((a, b) => Number(b.harm) - Number(a.harm)).map((s) => placesOf(app, s, list, done))]);
  };
  const go = async () => {
    if (!list.length) return;
    await app.run.want(wantsOfSentences(app, true), []); // what happened, to stand beside
    app.run.rest();
    const put = (i: number, d: Done) => {
      if (!root.isConnected) return;
      done[i] = d;
      app.compared.set(keyOf(list[i]?.rows ?? []), d);
      draw();
    };
    for (const [i, x] of list.entries()) {
      if (!done[i]) put(i, await answerTo(app, x));
      if (!root.isConnected) return;
    }
    for (const [i, x] of list.entries()) {
      const d = done[i];
      if (d && d.members < d.of) await membersOf(app, x, d, (b) => put(i, b));
      if (!root.isConnected) return;
    }
    root.dataset.done = "yes";
  };
  draw();
  void go().catch((e: unknown) => {
    if (!(e instanceof Superseded)) text(say, w.t("failed", { why: w.wrong(e, false) }));
  });
  return { root, rows: () => [], wants: () => [], told: () => undefined, own: true };
}
