/* Guided stories: one lever, five steps. A step says what to look at; the lever can be moved at each. */
import type { App, Pane } from "./app";
import { allOf } from "../engine/tables";
import type { Shown, Story } from "../words/scenario";
import { actions, keep } from "./actions";
import { AnswerBox, sentencesOf, shortAnswer } from "./answer";
import { button, h, renew, text } from "./dom";
import { placeMap } from "./map_place";
import { has, wantsOf, type Subject } from "./picture";
import { stopLever } from "./stop_lever";
import { measuresOf } from "./totals";
import { mainSubject, offered, whatIfOf, windowSwitch, type Asked } from "./view_start";

type Told = Story & Asked;

export function storiesView(app: App): Pane {
  const stories = offered(app, app.scenario.facts.stories);
  const story = stories.find((s) => s.id === app.state.story);
  return story ? storyView(app, story) : listView(app, stories);
}

function listView(app: App, stories: Told[]): Pane {
  const w = app.words;
  const card = (s: Told) => {
    const words = w.texts.stories?.[s.id];
    const open = (e: Event) => {
      e.preventDefault();
      app.go({ story: s.id, step: 0, stop: s.was });
    };
    return h("li", {}, h("h2", {}, h("a", { href: app.linkTo({ view: "stories", story: s.id }), onclick: open }, words?.title ?? s.id)),
             h("p", {}, words?.lead ?? ""));
  };
  return {
    root: h("div", { class: "view stories" }, h("h1", {}, w.t("storiesTitle")),
            h("p", { class: "lead" }, stories.length ? w.t("storiesLead") : w.t("storiesNone")),
            h("ul", { class: "story-list" }, ...stories.map(card))),
    rows: () => [], wants: () => [], told: () => undefined,
  };
}

/* What a step shows, as far as the model has it. */
function subjectOf(app: App, story: Told, step: Shown, title: string): Subject {
  const s = mainSubject(app, story, title);
  const series = app.engine.about.series.find((x) => x.name === step.series);
  if (series) s.series = series;
  const margin = step.margin ?? (app.state.focus?.margin ?? "total");
  const cell = step.cell ?? (step.margin ? "" : (app.state.focus?.cell ?? ""));
  const there = cell !== "" && has(s.series, margin, cell);
  s.margin = there ? margin : "total";
  s.cell = there ? cell : "";
  if (step.window && !app.state.whole) s.window = step.window;
  return s;
}

function storyView(app: App, story: Told): Pane {
  const w = app.words;
  const words = w.texts.stories?.[story.id];
  const title = words?.title ?? story.id;
  const stepAt = () => story.steps[Math.min(app.state.step, story.steps.length - 1)] ?? {};
  if (app.state.stop < 0) {
    const set = story.steps.slice(0, app.state.step + 1).reverse().find((step) => step.at);
    app.state.stop = set?.at === "full" ? story.lever.full : story.was;
  }
  const heading = h("h2", { tabindex: -1 });
  const body = h("p", { class: "step-text" });
  const count = h("p", { class: "step-count" });
  const answer = new AnswerBox();
  const all = h("div", { class: "all" });
  const pair = h("div", { class: "pair" });
  const below = h("div", { class: "below" });
  const move = (by: number) => {
    const step = Math.max(0, Math.min(story.steps.length - 1, app.state.step + by));
    const at = story.steps[step]?.at;
    app.set({ step, ...(at ? { stop: at === "full" ? story.lever.full : story.was } : {}) });
    heading.focus({ preventScroll: true });
  };
  const back = button(w.t("back"), () => move(-1));
  const next = button(w.t("next"), () => move(1), { class: "main" });
  const what = () => whatIfOf(app, story, app.state.stop, title);
  const end = button(w.t("storyEnd"), () => {
    const x = what();
    if (x) keep(app, x);
    app.go({ view: "compare" });
  }, { class: "main" });
  const lever = stopLever(w, words?.lever ?? title, story.stops, words?.stops ?? [], app.state.stop, story.was, (s) => app.set({ stop: s }));
  const last = () => app.state.step >= story.steps.length - 1;
  const tell = () => { // a step as it is before anything is computed
    text(heading, words?.steps?.[app.state.step]?.title ?? "");
    text(body, words?.steps?.[app.state.step]?.text ?? "");
    text(count, w.t("step", { n: app.state.step + 1, of: story.steps.length }));
    back.disabled = app.state.step === 0;
    next.hidden = last();
    end.hidden = !last();
    lever.show(Math.min(app.state.stop, story.stops.length - 1));
  };
  tell();
  const show = () => {
    tell();
    const x = measuresOf(app.run);
    const a = x ? shortAnswer(w, app.run, x, app.engine.about.series.find((s) => s.name === stepAt().series)) : null;
    answer.show(a ?? w.t(app.run.shown.rows.length ? "answering" : "noChange"));
    const told = last() ? sentencesOf(w, app.run) : null;
    renew(all, told ? [told] : []);
  };
  const pane: Pane = {
    root: h("div", { class: "view story" },
      h("p", { class: "over" }, h("a", { href: app.linkTo({ view: "stories" }), onclick: (e) => { e.preventDefault(); app.go({ story: "", step: 0, stop: 0 }); } }, w.t("allStories"))),
      h("h1", {}, title),
      h("div", { class: "story-columns" },
        h("div", { class: "story-words" }, count, heading, body, h("p", { class: "steps" }, back, next, end), lever.root,
          h("div", { "aria-live": "polite" }, answer.root), words?.asked ? h("p", { class: "asked" }, words.asked) : null),
        h("div", { class: "story-picture" }, windowSwitch(app), pair)),
      below, all, actions(app, what)),
    rows: () => story.stops[app.state.stop]?.rows ?? [],
    // of every step at once: a step taken finds its range there
    wants: () => [...wantsOfSentences(app, last()), ...story.steps.flatMap((step) => wantsOf(app.engine.about, subjectOf(app, story, step, title)))],
    told: show,
  };
  app.place(pair, () => subjectOf(app, story, stepAt(), title), "h2");
  placeMap(app, below);
  return pane;
}

/* Totals of what is told; by place and people too where all sentences are asked for. */
export function wantsOfSentences(app: App, whole: boolean) {
  const { series } = app.engine.about;
  const total = series.filter((s) => s.harm || s.main || s.told !== "").map((s) => ({ series: s.name, margin: "total" as const }));
  if (!whole) return total.filter((x) => series.find((s) => s.name === x.series && (s.main || (s.harm && s.headline))));
  return [...total, ...series.filter((s) => s.harm || s.main).flatMap(allOf)]; // each is taken once
}
