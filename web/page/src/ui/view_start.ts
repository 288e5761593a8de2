/* The first view: one question, one lever, the curve, the answer. */
import type { App, Pane } from "./app";
import type { Question } from "../words/scenario";
import { actions } from "./actions";
import { AnswerBox, happened, shortAnswer } from "./answer";
import { button, clear, h, text } from "./dom";
import { placeMap } from "./map_place";
import type { Subject } from "./picture";
import { stopsOf, type Stop, type WhatIf } from "./rows";
import { stopLever } from "./stop_lever";
import { measuresOf } from "./totals";

export interface Asked extends Question {
  stops: Stop[];
  was: number;
}

/* Questions and stories whose policies and parameters the engine offers; no other is there. */
export function offered<T extends Question>(app: App, list: T[] | undefined): (T & Asked)[] {
  return (list ?? []).flatMap((q) => {
    const stops = stopsOf(q.lever, q.policies, app.engine.about, q.from);
    const was = stops.findIndex((s) => s.rows.length === 0);
    return stops.length > 1 && was >= 0 ? [{ ...q, stops, was }] : [];
  });
}

export function whatIfOf(app: App, q: Asked | undefined, stop: number, title: string): WhatIf | null {
  const rows = q?.stops[stop]?.rows ?? [];
  const shipped = app.engine.about.policies.find((p) => p.name === q?.policies[0] && q.policies.length === 1);
  return rows.length ? { name: shipped?.name ?? "", title, rows } : null;
}

export function mainSubject(app: App, q: Asked | undefined, title: string): Subject {
  const series = app.engine.about.series.find((s) => s.main) ?? app.engine.about.series[0];
  if (!series) throw new Error("no series");
  const { focus, whole } = app.state;
  const f = focus && (focus.margin !== "place" || series.places.includes(focus.cell)) ? focus : null;
  return { series, margin: f?.margin ?? "total", cell: f?.cell ?? "", tall: true, question: title,
           window: whole || !q ? null : (q.window ?? null) };
}

export function windowSwitch(app: App): HTMLElement {
  const w = app.words;
  const one = (whole: boolean, words: string) => {
    const b = button(words, () => {
      app.set({ whole });
      for (const c of group.children) c.setAttribute("aria-pressed", String(c === b));
    }, { class: "plain", "aria-pressed": String(app.state.whole === whole) });
    return b;
  };
  const group = h("div", { class: "switch", role: "group", "aria-label": w.t("windowLabel") },
                  one(false, w.t("around")), one(true, w.t("whole")));
  return group;
}

/* On a phone a pressed question answers below what is in sight: its lever comes up, with the answer under it. */
function reveal(lever: HTMLElement, answer: HTMLElement): void {
  if (answer.getBoundingClientRect().top < innerHeight * 0.85) return;
  lever.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

export function startView(app: App): Pane {
  const w = app.words;
  const questions = offered(app, app.scenario.facts.questions);
  const chosen = () => questions.find((q) => q.id === app.state.question);
  const titleOf = (q: Asked | undefined) => (q ? (w.texts.questions?.[q.id]?.title ?? q.id) : "");
  const lead = h("p", { class: "happened" }, w.t("loading"));
  const answer = new AnswerBox();
  answer.show(questions.length ? w.t("pressToSee") : w.t("noQuestions"));
  const asked = h("p", { class: "asked" });
  const leverHost = h("div", { class: "lever-host" });
  const onward = h("p", { class: "onward" });
  const pair = h("div", { class: "pair" });
  const below = h("div", { class: "below" });
  let lever: ReturnType<typeof stopLever> | null = null;
  let leverOf = "";

  let pressed = false;
  const press = (q: Asked) => {
    pressed = true;
    app.set({ question: q.id, stop: q.lever.full, focus: null });
  };
  const cards = questions.map((q) => button("", () => press(q), { class: "question", "aria-pressed": "false", "data-question": q.id }));
  questions.forEach((q, i) => cards[i]?.append(h("strong", {}, titleOf(q)), h("span", {}, w.texts.questions?.[q.id]?.about ?? "")));

  const stories = offered(app, app.scenario.facts.stories).map((s) => h("li", {},
    h("a", { href: app.linkTo({ view: "stories", story: s.id }), onclick: (e) => { e.preventDefault(); app.go({ view: "stories", story: s.id, step: 0, stop: s.was }); } },
      w.texts.stories?.[s.id]?.title ?? s.id)));
  const before = h("section", { class: "before" }, stories.length ? h("h2", {}, w.t("orStory")) : null, h("ul", {}, ...stories));
  const window = windowSwitch(app);

  if (!questions.length) onward.append(button(w.t("toBench"), () => app.go({ view: "bench" })));
  const showLever = () => {
    const q = chosen();
    const stop = Math.min(app.state.stop, (q?.stops.length ?? 1) - 1);
    if (leverOf !== (q?.id ?? "")) {
      leverOf = q?.id ?? "";
      clear(leverHost);
      const words = w.texts.questions?.[leverOf];
      lever = q ? stopLever(w, words?.lever ?? titleOf(q), q.stops, words?.stops ?? [], stop, q.was, (s) => app.set({ stop: s })) : null;
      if (lever && q) {
        const more = q.story ? button(w.t("more"), () => app.go({ view: "stories", story: q.story ?? "", step: 0 }), {}) : null;
        const bench = button(w.t("toBench"), () => app.go({ view: "bench", base: whatIfOf(app, q, app.state.stop, titleOf(q)), settings: new Map() }), {});
        leverHost.append(lever.root);
        onward.replaceChildren(...[more, bench].filter((b) => b !== null));
      }
      text(asked, words?.asked ?? "");
      questions.forEach((x, i) => cards[i]?.setAttribute("aria-pressed", String(x === q)));
    }
    before.hidden = q !== undefined || stories.length === 0;
    window.hidden = q === undefined;
    lever?.show(stop);
  };
  const pane: Pane = {
    root: h("div", { class: "view start" },
      h("h1", {}, w.texts.lede ?? w.title()), lead,
      questions.length ? h("section", { class: "ask", "aria-label": w.t("ask") }, h("div", { class: "questions" }, ...cards)) : null,
      h("div", { class: "columns" },
        h("div", { class: "side" }, leverHost,
          h("section", { class: "told", "aria-live": "polite", "aria-atomic": "true" }, h("h2", {}, w.t("answer")), answer.root, asked), before, onward),
        h("div", { class: "picture" }, window, pair)),
      below, actions(app, () => whatIfOf(app, chosen(), app.state.stop, titleOf(chosen())))),
    rows: () => {
      const q = chosen();
      return q?.stops[app.state.stop]?.rows ?? [];
    },
    wants: () => w.about.series.filter((s) => s.harm && s.headline).map((s) => ({ series: s.name, margin: "total" as const })),
    told: () => {
      showLever();
      if (pressed) reveal(leverHost, answer.root);
      pressed = false;
      const now = happened(w, app.run);
      if (now) text(lead, now);
      const x = measuresOf(app.run);
      answer.show(x ? shortAnswer(w, app.run, x)
        : app.run.shown.rows.length ? w.t("answering") : chosen() ? w.t("noChange") : (questions.length ? w.t("pressToSee") : w.t("noQuestions")));
    },
  };
  app.place(pair, () => mainSubject(app, chosen(), titleOf(chosen())), "h2");
  placeMap(app, below);
  return pane;
}
