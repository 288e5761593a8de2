/* What the signs mean, and how large they are: beside the map, where it hides nothing. What can be hidden is switched
 * here; harm cannot. */
import { button, make } from "./dom";
import { roundBelow } from "./layout";
import type { Layers, State } from "./drawing";
import type { Picture } from "./picture";
import { CIRCLES, SIGNS, type Circle } from "./series";
import { CIRCLE, FEWER, HARM, INK, modeColour, modeDash, MORE, PAPER, SOFT } from "./style";
import { put } from "./svg";
import type { MapWords } from "./words";

export class Legend {
  private body: HTMLElement;
  private key = "";

  constructor(
    host: Element,
    private picture: Picture,
    private words: MapWords,
    private number: (n: number) => string,
    private layers: Layers,
    private changed: () => void,
  ) {
    this.body = make(host, "div", { class: "vm-legend" });
  }

  /* Made anew only when the view, the layers or the scale differ. */
  show(state: State): void {
    const { flow, circle, width, radius, side } = this.picture.drawing.scale;
    const key = [state.view, JSON.stringify(this.layers), flow, circle, width.toFixed(2), radius.toFixed(2), side].join("|");
    if (key === this.key) return;
    this.key = key;
    const focus = document.activeElement instanceof HTMLElement && this.body.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    this.body.replaceChildren();
    if (this.picture.scene.hasLegs) this.flows(state);
    this.circles(state);
    this.harm();
    if (focus) this.body.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  private group(title: string, note: string, layer?: keyof Layers): HTMLElement {
    const box = make(this.body, "div", { class: "vm-group" });
    const head = make(box, "div", { class: "vm-group-head" });
    if (layer && layer !== "mode") this.tick(head, title, layer);
    else make(head, "span", { class: "vm-strong" }, title);
    if (note) make(box, "div", { class: "vm-soft" }, note);
    return box;
  }

  private tick(parent: Element, title: string, layer: "flows" | Circle): HTMLElement {
    const label = make(parent, "label", { class: "vm-tick" });
    const input = make(label, "input", { type: "checkbox", "data-key": layer });
    input.checked = this.layers[layer];
    input.addEventListener("change", () => {
      this.layers[layer] = input.checked;
      this.changed();
    });
    label.append(title);
    return label;
  }

  private sample(parent: Element, width: number, height: number): SVGSVGElement {
    return put(parent, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", class: "vm-sample" });
  }

  private flows(state: State): void {
    const box = this.group(this.words.flows, this.words.flowsNote, "flows");
    if (!this.layers.flows) return;
    if (state.view === "difference") this.signs(box, this.words.moreFlow, this.words.fewerFlow);
    const chips = make(box, "div", { class: "vm-chips", role: "group", "aria-label": this.words.mode });
    const all = this.picture.scene.modes;
    if (all.length > 1) for (const mode of ["", ...all]) this.chip(chips, mode, state);
    this.widths(box);
    if (this.picture.scene.hasEntries) {
      const row = make(box, "div", { class: "vm-row" });
      const s = this.sample(row, 26, 12);
      put(s, "path", { d: "M0,6H26", stroke: "#4a4a4a", "stroke-width": 6, "stroke-opacity": 0.8 });
      make(row, "span", {}, this.words.entries);
    }
  }

  private chip(parent: Element, mode: string, state: State): void {
    const on = this.layers.mode === mode;
    const b = button(parent, "vm-chip", "", () => {
      this.layers.mode = mode;
      this.changed();
    });
    b.dataset.key = `mode:${mode}`;
    b.setAttribute("aria-pressed", String(on));
    if (mode && state.view !== "difference") {
      const s = this.sample(b, 18, 8);
      const dash = modeDash(mode);
      put(s, "path", { d: "M0,4H18", stroke: modeColour(mode, this.picture.scene.modes.indexOf(mode)), "stroke-width": 5, "stroke-dasharray": dash ? dash.join(" ") : "none" });
    }
    make(b, "span", {}, mode ? (this.words.modes[mode] ?? mode) : this.words.allModes);
  }

  private widths(box: Element): void {
    const { flow, width } = this.picture.drawing.scale;
    const large = roundBelow(flow * 0.8);
    const row = make(box, "div", { class: "vm-row" });
    for (const people of [large, large / 5]) {
      const w = (width * people) / flow;
      const s = this.sample(row, 34, Math.max(6, Math.ceil(w) + 1));
      put(s, "path", { d: `M0,${Math.max(6, Math.ceil(w) + 1) / 2}H34`, stroke: SOFT, "stroke-width": Math.max(0.6, w) });
      make(row, "span", {}, this.number(people));
    }
  }

  private signs(box: Element, more: string, fewer: string): void {
    for (const [text, colour, dash] of [
      [more, MORE, "none"],
      [fewer, FEWER, "6 4"],
    ] as const) {
      const row = make(box, "div", { class: "vm-row" });
      const s = this.sample(row, 34, 10);
      put(s, "path", { d: "M0,5H34", stroke: colour, "stroke-width": 6, "stroke-dasharray": dash });
      make(row, "span", {}, text);
    }
  }

  private circles(state: State): void {
    const there = CIRCLES.filter((c) => this.picture.scene.nodes.some((n) => n.circles.includes(c)));
    if (!there.length) return;
    const box = make(this.body, "div", { class: "vm-group" });
    for (const c of there) {
      const label = this.tick(box, "", c);
      const s = this.sample(label, 20, 18);
      put(s, "circle", { cx: 10, cy: 9, r: 7.5, fill: CIRCLE[c].fill, stroke: CIRCLE[c].stroke, "stroke-width": 1.2 });
      if (CIRCLE[c].lines) put(s, "circle", { cx: 10, cy: 9, r: 7.5, fill: `url(#${this.picture.drawing.patternOf(c)})` });
      label.append(this.words[c]);
    }
    make(box, "div", { class: "vm-soft" }, this.words.circles);
    if (state.view === "difference") this.roundSigns(box);
    this.sizes(box);
  }

  private roundSigns(box: Element): void {
    for (const [text, fill, stroke, dash, mark] of [
      [this.words.moreCircle, MORE, MORE, "none", "M5,9h8M9,5v8"],
      [this.words.fewerCircle, PAPER.halo, FEWER, "3 2", "M5,9h8"],
    ] as const) {
      const row = make(box, "div", { class: "vm-row" });
      const s = this.sample(row, 18, 18);
      put(s, "circle", { cx: 9, cy: 9, r: 7.5, fill, stroke, "stroke-width": 1.8, "stroke-dasharray": dash });
      put(s, "path", { d: mark, stroke: fill === MORE ? "#ffffff" : FEWER, "stroke-width": 1.6 });
      make(row, "span", {}, text);
    }
  }

  private sizes(box: Element): void {
    const { circle, radius } = this.picture.drawing.scale;
    const large = roundBelow(circle);
    const row = make(box, "div", { class: "vm-row" });
    for (const people of [large, large / 10]) {
      const r = radius * Math.sqrt(people / circle);
      const size = Math.ceil(2 * r + 3);
      const s = this.sample(row, size, size);
      put(s, "circle", { cx: size / 2, cy: size / 2, r, fill: "none", stroke: INK, "stroke-width": 1.2 });
      make(row, "span", {}, this.number(people));
    }
  }

  private harm(): void {
    const there = SIGNS.filter((k) => this.picture.scene.nodes.some((n) => n.sign === k));
    if (!there.length) return;
    const box = this.group(`${this.words.harm} (${this.words.harmAlways})`, "");
    for (const kind of there) {
      const row = make(box, "div", { class: "vm-row" });
      const people = roundBelow(this.picture.drawing.scale.sign[kind]);
      const h = Math.sqrt(people / this.picture.drawing.scale.sign[kind]) * this.picture.drawing.scale.side * 0.5;
      const size = Math.ceil(2 * h + 4);
      const s = this.sample(row, size, size);
      const c = size / 2;
      const full = kind === "deaths";
      put(s, "path", { d: `M${c},${c - h}l${h},${h}l${-h},${h}l${-h},${-h}Z`, fill: full ? HARM : "#ffffff", stroke: HARM, "stroke-width": full ? 0 : 1.6 });
      make(row, "span", {}, `${this.number(people)} ${full ? this.words.harmDeaths : this.words.harmKidnapped}`);
    }
  }
}
