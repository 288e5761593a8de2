/* A lever of the workbench: slider, number, dates, meaning, source, back to what was. */
import type { App } from "./app";
import { lastDay } from "../engine/months";
import type { LeverInfo } from "../engine/types";
import { button, h, text } from "./dom";
import { isScaled, lastValue, reach, stepOf, type LeverSetting } from "./rows";

const SHARES = ["share", "probability"];
const PLAIN = ["0 or 1", "choice", "factor", "multiple", "weight", "index"]; // whose unit says nothing

export interface LeverPane {
  root: HTMLElement;
  path: string;
  show(): void;
}

export function valueWords(app: App, l: LeverInfo, v: number): string {
  const w = app.words;
  if (isScaled(l)) return `× ${w.num(v)}`;
  if (SHARES.includes(l.unit)) return w.part(v);
  return PLAIN.includes(l.unit) ? w.num(v) : `${w.num(v)} ${w.unitName(l.unit)}`;
}

function about(app: App, l: LeverInfo): HTMLElement {
  const w = app.words;
  const h2 = l.history[l.history.length - 1];
  const signs = l.signs.map((s) => `${w.t("sign", { outcome: w.texts.names?.[s.outcome] ?? s.outcome, sign: s.sign })} (${s.source})`);
  return h("div", { class: "lever-about" },
    h("p", {}, w.texts.levers?.[l.path]?.meaning ?? l.meaning),
    h("p", {}, l.history.length && h2 ? w.t("leverHistory", { n: l.history.length, value: w.num(h2.value), from: w.day(h2.from) })
      : w.t("leverAtStart", { value: `${w.num(l.value)} ${l.unit}` })),
    signs.length ? h("p", {}, `${w.t("signs")}: ${signs.join("; ")}.`) : null,
    h("p", {}, `${w.t("source")}: `, h("span", { lang: "en" }, l.source)),
    h("p", {}, `${w.t("pathIs")}: `, h("code", {}, l.path)));
}

export function leverPane(app: App, l: LeverInfo, first: string): LeverPane {
  const w = app.words;
  const scaled = isScaled(l);
  const [low, high] = reach(l);
  const before = scaled ? 1 : lastValue(l);
  const unit = scaled ? w.t("factor") : w.unitName(l.unit);
  const id = `lever-${l.path}`;
  const slider = h("input", { type: "range", id, min: low, max: high, step: stepOf([low, high]), value: before });
  const box = h("input", { type: "number", step: "any", value: before, "aria-label": `${w.t("value")}: ${w.lever(l.path, l.meaning)}` });
  const date = (name: string) => h("input", { type: "date", min: app.engine.about.leverFirst, max: lastDay(app.engine.about.last), "aria-label": `${name}: ${w.lever(l.path, l.meaning)}` });
  const from = date(w.t("from"));
  const until = date(w.t("until"));
  const wrong = h("p", { class: "wrong", role: "alert" });
  const reset = button(w.t("setBack"), () => put(null), { class: "plain" });
  const setting = () => app.state.settings.get(l.path);
  const put = (s: LeverSetting | null) => {
    const settings = new Map(app.state.settings);
    if (s) settings.set(l.path, s);
    else settings.delete(l.path);
    text(wrong, "");
    app.set({ settings });
  };
  const now = (): LeverSetting => setting() ?? { value: before, from: first, until: "" };
  slider.addEventListener("input", () => put({ ...now(), value: Number(slider.value) }));
  box.addEventListener("change", () => {
    const value = Number(box.value);
    const [least, most] = scaled ? [0, 100] : [l.low, l.high];
    if (box.value === "" || !Number.isFinite(value) || value < least || value > most)
      text(wrong, w.t("badNumber", { low: w.num(least), high: w.num(most) }));
    else put({ ...now(), value });
  });
  const dated = () => {
    const { leverFirst, last } = app.engine.about;
    const ok = (d: string) => d >= leverFirst && d <= lastDay(last);
    if (!ok(from.value) || (until.value !== "" && !ok(until.value)))
      text(wrong, w.t("badDate", { first: w.day(leverFirst), last: w.day(lastDay(last)) }));
    else if (until.value !== "" && until.value < from.value) text(wrong, w.t("badOrder"));
    else put({ ...now(), from: from.value, until: until.value });
  };
  from.addEventListener("change", dated);
  until.addEventListener("change", dated);
  const out = h("output", { for: id });
  const show = () => {
    const s = now();
    slider.value = String(s.value);
    if (document.activeElement !== box) box.value = String(s.value);
    from.value = s.from;
    until.value = s.until;
    const words = valueWords(app, l, s.value);
    text(out, words);
    slider.setAttribute("aria-valuetext", words);
    reset.hidden = !setting();
    root.classList.toggle("moved", setting() !== undefined);
  };
  const root = h("div", { class: "lever", "data-path": l.path },
    h("p", { class: "lever-head" }, h("label", { for: id }, w.lever(l.path, l.meaning)), out),
    slider,
    h("details", {}, h("summary", {}, `${w.t("from")}, ${w.t("until").toLocaleLowerCase(w.lang)}, ${w.t("source").toLocaleLowerCase(w.lang)}`),
      h("p", { class: "dates" }, h("label", {}, w.t("value"), box, ` ${unit}`), h("label", {}, w.t("from"), from), h("label", {}, w.t("until"), until)),
      scaled ? h("p", {}, w.t("everyone")) : null, about(app, l)),
    wrong, reset);
  show();
  return { root, path: l.path, show };
}
