/* How far to trust it: limits, figures and what is fitted, statements judged, what each date rests on, a citation. */
import type { App, Pane } from "./app";
import type { About, SeriesInfo } from "../engine/types";
import { copyText } from "./actions";
import { benchTitle } from "./view_bench";
import { csvTable } from "../charts/export";
import { button, h, save, scrolled } from "./dom";
import { sideOf } from "./picture";
import { MEMBERS } from "./run";
import { capital } from "../words/words";

function table(heads: string[], rows: (string | Node)[][], caption: string): HTMLElement {
  return scrolled(caption,
    h("table", {}, h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, ...heads.map((x) => h("th", { scope: "col" }, x)))),
      h("tbody", {}, ...rows.map(([head, ...cells]) =>
        h("tr", {}, h("th", { scope: "row" }, head ?? ""), ...cells.map((c) => h("td", {}, c)))))));
}

/* A newcomer first reads what it says in short. */
function foldedTable(app: App, short: string, rows: number, inside: HTMLElement): HTMLElement {
  return h("div", {}, h("p", {}, short), h("details", { class: "fold" }, h("summary", {}, app.words.t("trustTable", { n: rows })), inside));
}

/* How many of each, in the order in which they come up. */
function tally(words: string[]): string {
  const count = new Map<string, number>();
  for (const x of words) count.set(x, (count.get(x) ?? 0) + 1);
  return `${capital([...count].map(([x, n]) => `${x}: ${n}`).join("; "))}.`;
}

function publishedOf(about: About, s: SeriesInfo) {
  const list = about.observed.filter((o) => o.series === s.name);
  const judge = list.filter((o) => sideOf(o.side) !== "set").length;
  return { list, judge, publishers: [...new Set(list.map((o) => o.publisher))] };
}

export function trustView(app: App): Pane {
  const w = app.words;
  const { about } = app.engine;
  const original = (words: string) => h("span", { lang: "en" }, words);
  const folded = (sources: string[]) => sources.length ? h("details", {}, h("summary", {}, w.t("trustSources", { n: sources.length })),
    h("ul", { lang: "en" }, ...sources.map((x) => h("li", {}, x)))) : "";
  const told = about.series.filter((s) => s.heading !== "" || s.harm).sort((a, b) => a.order - b.order);
  const figures = told.filter((s) => publishedOf(about, s).list.length).map((s) => {
    const p = publishedOf(about, s);
    const sources = [...new Set(p.list.map((o) => o.source).filter(Boolean))];
    const list = folded(sources);
    return [w.heading(s), w.maybe(`standing_${s.standing}`, s.standing), h("span", {}, p.publishers.join(", "), list), `${w.num(p.list.length - p.judge)} / ${w.num(p.judge)}`];
  });
  const none = told.filter((s) => !publishedOf(about, s).list.length).map((s) => w.heading(s));
  const claims = about.claims.map((c) => [c.id, original(c.text), w.maybe(`verdict_${c.verdict}`, c.verdict), original(c.source)]);
  const shares = about.schedule.filter((e) => e.fitShare !== null);
  const byDay = new Map<string, typeof shares>();
  for (const e of shares) byDay.set(e.from, [...(byDay.get(e.from) ?? []), e]);
  const dates = [...byDay].sort().map(([day, list]) => [w.shortDay(day), w.part(list[0]?.fitShare ?? 0),
    h("div", {}, original([...new Set(list.map((e) => e.note))].join("; ")), folded([...new Set(list.map((e) => e.source).filter(Boolean))]))]);
  const half = [...byDay.values()].filter((list) => (list[0]?.fitShare ?? 0) > 0.5).length;
  const cite = w.t("trustCiteText", {
    version: about.version, scenario: about.scenario, hash: about.inputHash.slice(0, 16),
    period: w.t("period", { from: w.month(about.first), until: w.month(about.last) }),
    what: benchTitle(app) || w.t("none"), range: w.kind() });
  const csv = (name: string, columns: string[], rows: (string | number)[][]) =>
    h("p", {}, button(w.t("saveTable"), () => save(`vado-${name}.csv`, csvTable([about.title], columns, rows), "text/csv"), { class: "plain" }));
  const jumps = h("ul", { class: "jump" });
  const section = (id: string, title: string, ...body: (Node | null)[]) => {
    const head = h("h2", { tabindex: -1 }, title);
    const jump = (e: Event): void => {
      e.preventDefault(); // the address holds what the page shows
      for (const d of head.parentElement?.querySelectorAll<HTMLDetailsElement>("details.fold") ?? []) d.open = true;
      head.scrollIntoView();
      head.focus({ preventScroll: true });
    };
    jumps.append(h("li", {}, h("a", { href: app.linkTo({ view: "trust" }), onclick: jump }, title)));
    return h("section", { id }, head, ...body);
  };
  return {
    root: h("div", { class: "view trust" }, h("h1", {}, w.t("trustTitle")), jumps,
      h("div", { class: "reading" },
        section("limits", w.t("trustLimits"), h("ul", {}, ...w.strings.limits.map((l) => h("li", {}, l)))),
        section("ranges", w.t("trustRanges"), h("p", {}, w.t("trustRangesLead", { n: MEMBERS, kindMeans: w.kindMeans() }))),
        section("words", w.t("words"), h("dl", { class: "words" }, ...w.strings.glossary.map(([a, b]) => h("div", {}, h("dt", {}, a ?? ""), h("dd", {}, b ?? ""))))),
        section("cite", w.t("trustCite"), h("blockquote", {}, cite), button(w.t("copy"), () => void copyText(app, cite, w.t("copied"))))),
      section("figures", w.t("trustFigures"), h("p", {}, w.t("trustFiguresLead")),
        foldedTable(app, tally(figures.map((x) => x[1] as string)), figures.length,
                    table([w.t("colSeries"), w.t("colStanding"), w.t("colPublisher"), w.t("colSides")], figures, w.t("trustFigures"))),
        csv("figures", ["series", "from", "until", "place", "nationality", "group", "value", "publisher", "source", "side"],
            about.observed.map((o) => [o.series, o.from, o.until, o.place, o.nationality, o.group, o.value, o.publisher, o.source, o.side])),
        none.length ? h("p", { class: "asked" }, w.t("trustNoFigures", { list: none.join("; ") })) : null),
      claims.length ? section("claims", w.t("trustClaims"), h("p", {}, [w.texts.claims, w.t("trustClaimsLead")].filter(Boolean).join(" ")),
        foldedTable(app, tally(claims.map((x) => x[2] as string)), claims.length,
                    table([w.t("colNumber"), w.t("colClaim"), w.t("colVerdict"), w.t("colSource")], claims, w.t("trustClaims"))),
        csv("statements", ["id", "text", "verdict", "source"], about.claims.map((c) => [c.id, c.text, c.verdict, c.source]))) : null,
      section("shares", w.t("trustShares"), h("p", {}, dates.length ? w.t("trustSharesLead") : w.t("trustShareNone")),
        dates.length ? foldedTable(app, w.t("trustSharesCount", { n: dates.length, m: half }), dates.length,
                                   table([w.t("colDate"), w.t("colShare"), w.t("colWhat")], dates, w.t("trustShares"))) : null,
        dates.length ? csv("dates", ["from", "parameter", "note", "fitted", "source"],
          shares.map((e) => [e.from, e.parameter, e.note, e.fitShare ?? NaN, e.source])) : null)),
    rows: () => [], wants: () => [], told: () => undefined,
  };
}
