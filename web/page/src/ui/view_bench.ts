/* The workbench: every lever, a focus, charts by section, and the sentences of `vado whatif`. */
import type { App, Pane } from "./app";
import type { LeverInfo, SeriesInfo } from "../engine/types";
import { MARGINS } from "./address";
import { actions } from "./actions";
import { firstOf, sentencesOf } from "./answer";
import { button, h, renew, text } from "./dom";
import { leverPane, valueWords, type LeverPane } from "./lever";
import { placeMap } from "./map_place";
import { has, type Subject } from "./picture";
import { benchDay, rowsOf, windowOf, type WhatIf } from "./rows";
import { measuresOf } from "./totals";
import { windowSwitch } from "./view_start";
import { wantsOfSentences } from "./view_stories";

const GROUPS: LeverInfo["group"][] = ["origins", "way", "line", "destination", "governments"];
const SECTIONS = ["line", "harm", "way", "after", "governments"] as const;
type SectionName = (typeof SECTIONS)[number];

/* Levers that help and levers that stop in turn, so that none of them stands below the other. */
function inTurn(levers: LeverInfo[]): LeverInfo[] {
  const care = levers.filter((l) => l.care);
  const other = levers.filter((l) => !l.care);
  const list: LeverInfo[] = [];
  for (let i = 0; i < Math.max(care.length, other.length); i++) list.push(...care.slice(i, i + 1), ...other.slice(i, i + 1));
  return list;
}

function seriesOf(all: SeriesInfo[], section: SectionName): SeriesInfo[] {
  const list = section === "harm" ? all.filter((s) => s.harm && (s.heading !== "" || s.meaning !== ""))
    : all.filter((s) => s.section === section && !s.harm);
  return list.sort((a, b) => a.order - b.order);
}

export function benchTitle(app: App): string {
  const w = app.words;
  const { base, settings } = app.state;
  const moved = [...settings].map(([path, s]) => {
    const l = app.engine.about.levers.find((x) => x.path === path);
    return `${w.lever(path, l?.meaning ?? path)}: ${l ? valueWords(app, l, s.value) : w.num(s.value)}`;
  });
  const shipped = app.engine.about.policies.find((p) => p.name === base?.name);
  return [shipped ? w.policyTitle(shipped) : base?.title, ...moved].filter(Boolean).join("; ");
}

export function benchWhatIf(app: App): WhatIf | null {
  const rows = [...(app.state.base?.rows ?? []), ...rowsOf(app.state.settings, app.engine.about)];
  return rows.length ? { name: app.state.settings.size ? "" : (app.state.base?.name ?? ""), title: benchTitle(app), rows } : null;
}

function leversColumn(app: App): { root: HTMLElement; show(): void } {
  const w = app.words;
  const { about } = app.engine;
  const begin = benchDay(about);
  const panes: LeverPane[] = [];
  const select = h("select", { id: "base" }, h("option", { value: "" }, w.t("none")),
    ...about.policies.map((p) => h("option", { value: p.name }, w.policyTitle(p))));
  const own = h("option", { value: "*" });
  select.addEventListener("change", () => {
    const p = about.policies.find((x) => x.name === select.value);
    if (select.value !== "*") app.set({ base: p ? { name: p.name, title: p.title, rows: p.rows } : null });
  });
  const baseAbout = h("p", { class: "base-about" });
  const heads: { levers: LeverInfo[]; count: HTMLElement }[] = [];
  const groups = GROUPS.flatMap((group) => {
    const levers = inTurn(about.levers.filter((l) => l.group === group));
    if (!levers.length) return [];
    const count = h("small");
    const body = h("div");
    const moved = levers.some((l) => app.state.settings.has(l.path));
    const details = h("details", { class: "group", open: moved || group === "line" }, h("summary", {}, h("span", {}, w.t(`group_${group}`)), count), body);
    const fill = () => {
      if (!details.open || body.childElementCount) return;
      for (const l of levers) {
        const pane = leverPane(app, l, begin);
        panes.push(pane);
        body.append(pane.root);
      }
    };
    details.addEventListener("toggle", fill);
    fill();
    heads.push({ levers, count });
    return [details];
  });
  const all = button(w.t("setAllBack"), () => app.set({ settings: new Map(), base: null }), { class: "plain" });
  const show = () => {
    const { base, settings } = app.state;
    const shipped = about.policies.find((p) => p.name === base?.name && p.rows.length === base.rows.length);
    if (base && !shipped) {
      own.textContent = base.title;
      select.append(own);
    } else own.remove();
    select.value = shipped ? shipped.name : base ? "*" : "";
    text(baseAbout, shipped ? w.policyAbout(shipped) : "");
    all.hidden = !base && settings.size === 0;
    for (const { levers, count } of heads) {
      const moved = levers.filter((l) => settings.has(l.path)).length;
      text(count, moved ? w.t("leverMoved", { n: moved }) : w.t("leverCount", { n: levers.length }));
    }
    for (const p of panes) p.show();
  };
  return { show, root: h("section", { class: "levers", "aria-label": w.t("levers") },
    h("h2", {}, w.t("levers")), h("label", { for: "base" }, w.t("base")), select, baseAbout, ...groups, all) };
}

function focusSelect(app: App): { root: HTMLElement; show(): void } {
  const w = app.words;
  const { about } = app.engine;
  const places = [...new Set(about.series.flatMap((s) => (s.main || s.harm ? s.places : [])))];
  const cells = { place: places, nationality: about.nationalities, group: about.groups } as Record<string, string[]>;
  const names = { place: "byPlace", nationality: "byNationality", group: "byGroup" } as const;
  const select = h("select", { id: "focus" }, h("option", { value: "" }, w.t("everywhere")),
    ...MARGINS.map((m) => h("optgroup", { label: w.t(names[m as "place"]) },
      ...(cells[m] ?? []).map((c) => h("option", { value: `${m}:${c}` }, w.name(c))))));
  select.addEventListener("change", () => {
    const [margin = "", ...cell] = select.value.split(":");
    app.set({ focus: margin ? { margin: margin as "place", cell: cell.join(":") } : null });
  });
  const show = () => {
    select.value = app.state.focus ? `${app.state.focus.margin}:${app.state.focus.cell}` : "";
  };
  return { root: h("p", { class: "focus" }, h("label", { for: "focus" }, w.t("focus")), select), show };
}

/* On a phone the curves are out of sight while a lever moves: what follows the hand stands at the foot of the screen. */
function follower(app: App, curves: HTMLElement): { root: HTMLElement; show(): void } {
  const w = app.words;
  const line = h("span", {});
  const to = button(w.t("toCurves"), () => curves.scrollIntoView(), { class: "plain" });
  const root = h("p", { class: "follow" }, line, " ", to);
  const show = () => {
    const x = measuresOf(app.run);
    root.hidden = !x;
    if (x) text(line, firstOf(w).filter((s) => s.overTime !== "mean").map((s) => {
      const m = x.total(s.name);
      return m?.known ? `${w.heading(s)}: ${w.rounded(m.a)} → ${w.rounded(m.b)}` : "";
    }).filter(Boolean).join("; "));
  };
  return { root, show };
}

export function benchView(app: App): Pane {
  const w = app.words;
  const { about } = app.engine;
  const section = (): SectionName => (SECTIONS.includes(app.state.section as SectionName) ? (app.state.section as SectionName) : "line");
  const subject = (series: SeriesInfo, tall: boolean): Subject => {
    const f = app.state.focus;
    const there = f && has(series, f.margin, f.cell);
    return { series, margin: there ? f.margin : "total", cell: there ? f.cell : "", tall, question: benchTitle(app),
             window: app.state.whole ? null : windowOf(benchWhatIf(app)?.rows ?? [], about) };
  };
  const levers = leversColumn(app);
  const curves = h("div", { class: "bench-charts" });
  const follow = follower(app, curves);
  levers.root.append(follow.root);
  const focus = focusSelect(app);
  const title = h("p", { class: "bench-title" });
  const charts = h("div", { class: "charts" });
  const words = h("div", { class: "all" });
  const tabs = h("div", { class: "switch sections", role: "group" },
    ...SECTIONS.filter((s) => seriesOf(about.series, s).length).map((s) =>
      button(w.t(`section_${s}`), () => app.go({ section: s }), { class: "plain", "data-section": s, "aria-pressed": String(section() === s) })));
  const top = h("div", { class: "pair" });
  const below = h("div", { class: "below" });
  const pane: Pane = {
    root: h("div", { class: "view bench" }, h("h1", {}, w.t("benchTitle")), h("p", { class: "lead" }, w.t("benchLead")),
      h("div", { class: "bench-columns" }, levers.root,
        curves),
      actions(app, () => benchWhatIf(app))),
    rows: () => benchWhatIf(app)?.rows ?? [],
    wants: () => wantsOfSentences(app, true),
    told: () => {
      levers.show();
      follow.show();
      focus.show();
      text(title, benchTitle(app) || w.t("noChange"));
      const told = sentencesOf(w, app.run);
      renew(words, told ? [told] : []);
    },
  };
  curves.append(title, h("div", { class: "tools" }, focus.root, windowSwitch(app)), top, words, tabs, charts, below);
  const main = about.series.find((s) => s.main);
  if (main) app.place(top, () => subject(main, true), "h2");
  placeMap(app, below);
  for (const s of seriesOf(about.series, section())) if (!s.main) app.place(charts, () => subject(s, false));
  return pane;
}
