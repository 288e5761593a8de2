/* The one lever of a question or a story: a slider of a few named stops, the first or another of them what happened. */
import type { Words } from "../words/words";
import { button, h, text } from "./dom";
import type { Stop } from "./rows";

export function stopName(w: Words, stop: Stop): string {
  const { label } = stop;
  if (label.kind === "was") return w.t("asItWas");
  if (label.kind === "until") return label.day ? `${w.t("until").toLocaleLowerCase(w.lang)} ${w.shortDay(label.day)}` : w.t("untilEnd");
  if (label.kind === "value") {
    return `${w.num(label.value)} ${w.unitName(label.unit)}${stop.rows.length ? "" : ` (${w.t("asItWas").toLocaleLowerCase(w.lang)})`}`;
  }
  return `× ${w.num(label.factor)}`;
}

export function stopLever(w: Words, title: string, stops: Stop[], names: string[], at: number, was: number,
                          moved: (stop: number) => void): { root: HTMLElement; show(stop: number): void } {
  const name = (i: number) => names[i] ?? (stops[i] ? stopName(w, stops[i]) : "");
  const out = h("output", { for: "stop" });
  const slider = h("input", { type: "range", id: "stop", min: 0, max: stops.length - 1, step: 1, value: at });
  const reset = button(w.t("reset"), () => moved(was), { class: "plain" });
  const marks = h("ol", { class: "stops", "aria-hidden": "true" },
    ...stops.map((_, i) => h("li", { onclick: () => moved(i) }, name(i))));
  slider.addEventListener("input", () => moved(Number(slider.value)));
  const show = (i: number) => {
    slider.value = String(i);
    slider.setAttribute("aria-valuetext", name(i));
    text(out, name(i));
    reset.disabled = i === was;
    [...marks.children].forEach((m, k) => m.classList.toggle("now", k === i));
  };
  show(at);
  return { root: h("div", { class: "lever one" }, h("label", { for: "stop" }, title), slider, marks,
                   h("p", { class: "stop-now" }, out, reset)), show };
}
