/* The map: from the first country of the way to the sectors of the destination, month by month. People on legs as bands
 * whose width is people; people waiting, held and in custody as circles whose area is people; harm as signs and as
 * numbers in the frame, whatever else is shown. With a what-if: it, what happened, or the difference.
 *
 * mountMap(host, about, options) draws into host and returns what the page moves it by. Nothing is drawn before the first
 * `update`. `baseline` is null while the answer is what happened. Nothing here knows the scenario: its box comes from
 * `about` or from options.geography (build/geography.mjs). */
import "./map.css";
import type { About, Answer } from "../engine/types";
import { Card } from "./card";
import type { Layers, Scale, State, View } from "./drawing";
import { button, make } from "./dom";
import { plainGeography, type Geography } from "./geography";
import { toScreen } from "./layout";
import { MapKey } from "./key";
import { Legend } from "./legend";
import { Navigation } from "./navigate";
import { Picture, type Most } from "./picture";
import type { Node } from "./scene";
import { LEGS, mapWants, Seen } from "./series";
import { Strip } from "./strip";
import { MapTable } from "./table";
import { Time } from "./time";
import { Tip } from "./tip";
import { mapEn, mapEs, type MapWords } from "./words";

export { mapEn, mapEs, mapWants };
export type { Geography, MapWords };

export interface Focus {
  kind: "place" | "sector";
  name: string;
}
export interface MapOptions {
  words: MapWords;
  locale: string;
  geography?: Geography;
  number: (n: number) => string; // people, rounded as the page rounds
  month: (month: string) => string;
  name?: (name: string) => string; // of a place or sector; without it as the scenario has it
  reducedMotion?: boolean;
}
export interface MapEvents {
  focus: (focus: Focus | null) => void;
  month: (index: number, playing: boolean) => void;
}
export interface VadoMap {
  update(answer: Answer, baseline: Answer | null, month: number): void;
  focus(place: Focus | null): void;
  view(view: View): void;
  on<E extends keyof MapEvents>(event: E, handler: MapEvents[E]): () => void;
  svg(): SVGSVGElement; // as it is drawn, to be copied into a file
  destroy(): void;
}

let mounted = 0;

class MountedMap implements VadoMap {
  private root: HTMLElement;
  private picture: Picture;
  private navigation: Navigation;
  private legend: Legend;
  private card: Card;
  private key: MapKey;
  private time: Time;
  private table: MapTable;
  private views: HTMLElement;
  private place: HTMLElement;
  private zoom: HTMLElement | null = null;
  private state: State | null = null;
  private layers: Layers = { flows: true, waiting: true, held: true, custody: true, mode: "" };
  private chosen: View = "whatIf";
  private handlers: { [E in keyof MapEvents]: Set<MapEvents[E]> } = { focus: new Set(), month: new Set() };
  private most: Most = { flow: 1, circle: 1, sign: { deaths: 1, kidnappings: 1 } };
  private weighed: Answer | null = null;
  private weighedDone = 0;
  private differs = { of: null as Answer | null, done: 0, flow: 1, circle: 1 };
  private observer: ResizeObserver;
  private waiting = 0;
  private geography: Geography;

  constructor(
    host: Element,
    about: About,
    private options: MapOptions,
  ) {
    const { words, locale } = options;
    this.geography = options.geography ?? plainGeography([...about.places, ...about.sectors]);
    this.root = make(host, "section", { class: "vm", "aria-label": words.title, lang: locale });
    const bar = make(this.root, "div", { class: "vm-bar" });
    this.views = make(bar, "div", { class: "vm-views", role: "group", "aria-label": words.show });
    const windows = make(bar, "div", { class: "vm-windows" });
    const body = make(this.root, "div", { class: "vm-body" });
    const left = make(body, "div", { class: "vm-left" });
    make(left, "a", { class: "vm-skip", href: "#" }, words.skip).addEventListener("click", (e) => this.skip(e));
    this.place = make(left, "div", { class: "vm-frame" });
    this.picture = new Picture(this.place, about, this.geography, words, locale, options.number, options.name ?? ((name) => name), `vm${++mounted}`);
    this.navigation = new Navigation(this.picture.svg, this.geography, this.picture.scene.onward, () => this.later());
    button(windows, "vm-button", words.wholeWay, () => this.navigation.to(null));
    button(windows, "vm-button", words.theLine, () => this.navigation.to(this.geography.line));
    this.buttons();
    this.time = new Time(left, words, () => this.state?.now.answer.months ?? [], (i) => this.monthAt(i), (i, playing) => this.moveTo(i, playing), options.reducedMotion ?? matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.key = new MapKey(left, words, (node) => this.pick(node === this.state?.picked ? null : node));
    const side = make(body, "div", { class: "vm-side" });
    this.card = new Card(side, this.picture, words, options.number, () => this.pick(null));
    this.legend = new Legend(side, this.picture, words, options.number, this.layers, () => this.layout());
    this.table = new MapTable(this.root, this.picture, words, options.number, () => this.refresh());
    make(this.root, "p", { class: "vm-note" }, words.schematic);
    this.pointing();
    new Tip(this.place, this.picture, () => this.state);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.place);
  }

  /* ---- what the page calls ---- */

  update(answer: Answer, baseline: Answer | null, month: number): void {
    const before = baseline && baseline !== answer ? new Seen(baseline) : null;
    const changed = !this.state || (this.state.before === null) !== (before === null);
    const index = Math.max(0, Math.min(month, answer.done - 1));
    this.state = { view: this.viewOf(before !== null), layers: this.layers, month: index, now: new Seen(answer), before, picked: this.state?.picked ?? null };
    const base = baseline ?? answer;
    const again = base !== this.weighed || base.done !== this.weighedDone;
    if (again) {
      this.weighed = base;
      this.weighedDone = base.done;
      this.most = this.picture.weigh(new Seen(base));
    }
    if (changed) {
      this.showViews();
      this.resized(); // a what-if may need a line for its note
    } else if (again || this.rescaled()) this.layout();
    else this.refresh();
  }

  focus(place: Focus | null): void {
    const node = place ? (this.picture.scene.byName.get(`${place.kind}:${place.name}`) ?? null) : null;
    if (node && this.state && !this.picture.drawing.inside(toScreen(this.navigation.transform, node.at))) this.navigation.reveal(node.at);
    this.pick(node, true);
  }

  view(view: View): void {
    this.chosen = view;
    if (!this.state) return;
    this.state.view = this.viewOf(this.state.before !== null);
    this.showViews();
    this.layout();
  }

  on<E extends keyof MapEvents>(event: E, handler: MapEvents[E]): () => void {
    this.handlers[event].add(handler);
    return () => void this.handlers[event].delete(handler);
  }

  svg(): SVGSVGElement {
    return this.picture.svg;
  }

  destroy(): void {
    this.observer.disconnect();
    this.time.stop();
    cancelAnimationFrame(this.waiting);
    this.root.remove();
  }

  /* ---- views, months, picking ---- */

  private viewOf(some: boolean): View {
    return some ? this.chosen : "whatIf";
  }

  private showViews(): void {
    const { words } = this.options;
    const held = this.views.contains(document.activeElement);
    this.views.replaceChildren();
    if (!this.state?.before) return;
    for (const view of ["asItWas", "whatIf", "difference"] as const) {
      const b = button(this.views, "vm-button", words[view], () => this.view(view));
      b.setAttribute("aria-pressed", String(view === this.state.view));
      if (held && view === this.state.view) b.focus();
    }
  }

  private monthAt(index: number): string {
    const month = this.state?.now.answer.months[index];
    return month ? this.options.month(month) : "";
  }

  private moveTo(index: number, playing: boolean): void {
    if (!this.state) return;
    this.state.month = index;
    this.refresh();
    for (const h of this.handlers.month) h(index, playing);
  }

  private pick(node: Node | null, silent = false): void {
    if (!this.state || this.state.picked === node) return;
    this.state.picked = node;
    this.layout();
    if (!silent) for (const h of this.handlers.focus) h(node ? { kind: node.kind, name: node.name } : null);
  }

  private skip(e: Event): void {
    e.preventDefault();
    this.table.details.querySelector("summary")?.focus();
  }

  private buttons(): void {
    const { words } = this.options;
    const box = (this.zoom = make(this.place, "div", { class: "vm-zoom" }));
    button(box, "vm-button", "+", () => this.navigation.by(1.6), words.zoomIn);
    button(box, "vm-button", "−", () => this.navigation.by(1 / 1.6), words.zoomOut);
  }

  /* A press picks the sign under it, or the nearest within a finger's breadth. */
  private pointing(): void {
    const svg = this.picture.svg;
    svg.addEventListener("click", (e) => {
      if (e.defaultPrevented || !(e.target instanceof Element)) return;
      const id = e.target.closest("[data-node]")?.getAttribute("data-node") ?? e.target.closest("[data-label]")?.getAttribute("data-label");
      const node = id ? this.picture.scene.byName.get(id) : this.nearest(e.clientX, e.clientY);
      if (node) this.pick(node === this.state?.picked ? null : node);
    });
    svg.addEventListener("keydown", (e) => {
      const id = e.target instanceof Element ? e.target.getAttribute("data-node") : null;
      if (e.key === "Escape") this.pick(null);
      if (!id || (e.key !== "Enter" && e.key !== " ")) return;
      e.preventDefault();
      const node = this.picture.scene.byName.get(id) ?? null;
      this.pick(node === this.state?.picked ? null : node);
    });
  }

  private nearest(x: number, y: number): Node | null {
    const corner = this.picture.svg.getBoundingClientRect();
    return this.picture.nearest(x - corner.left, y - corner.top - this.picture.drawing.frame.head, 24);
  }

  /* ---- drawing ---- */

  private resized(): void {
    const width = Math.floor(this.place.clientWidth);
    if (width < 50) return;
    const narrow = width < 600;
    const size = narrow ? 11 : width < 1100 ? 12 : width < 1500 ? 13 : 15;
    const strip = Strip.height(width, size, this.picture.harm.length);
    const height = Math.round(narrow ? width * 1.12 : Math.min(width * 0.64, Math.max(420, window.innerHeight * 0.78)));
    const frame = { width, height, strip, head: Math.round(size * (narrow && this.state?.before ? 3.7 : 2.2)), em: size };
    if (this.zoom) this.zoom.style.top = `${frame.head + 8}px`;
    this.picture.resize(frame, getComputedStyle(this.root).fontFamily);
    this.navigation.resize(frame);
    this.layout();
  }

  private later(): void {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.layout();
    });
  }

  /* How much differs at most, in any month that is there: the scale of the difference, and no less than a fiftieth of
   * what there is, so that next to nothing does not look like much. */
  private difference(): { flow: number; circle: number } {
    const { now, before } = this.state!;
    if (!before) return this.most;
    if (this.differs.of === now.answer && this.differs.done === now.answer.done) return this.differs;
    const done = Math.min(now.answer.done, before.answer.done);
    let [flow, circle] = [0, 0];
    const scan = (series: string, cells: string[], most: number): number => {
      const [a, b] = [now.by(series), before.by(series)];
      for (let m = now.answer.changedFrom; m < done; m++) {
        let net = 0;
        for (const c of cells) net += a.value(c, m) - b.value(c, m);
        most = Math.max(most, Math.abs(net));
      }
      return most;
    };
    for (const r of this.picture.scene.roads) flow = scan(LEGS, r.legs.map((l) => l.name), flow);
    for (const [series, cell, isFlow] of this.picture.cells()) {
      if (isFlow) flow = scan(series, [cell], flow);
      else circle = scan(series, [cell], circle);
    }
    this.differs = { of: now.answer, done: now.answer.done, flow: Math.max(flow, this.most.flow / 50), circle: Math.max(circle, this.most.circle / 50) };
    return this.differs;
  }

  private scales(): Scale {
    const { width } = this.picture.drawing.frame;
    const narrow = width < 600;
    const grow = Math.pow(this.navigation.zoom, 0.3);
    const { flow, circle } = this.state!.view === "difference" ? this.difference() : this.most;
    const base = narrow ? 0.55 : width < 1100 ? 0.85 : width < 1500 ? 1 : 1.25;
    return { flow, circle, width: 17 * base * grow, radius: 21 * base * grow, sign: this.most.sign, side: 15 * (0.4 + 0.6 * base) * Math.min(1.4, grow) };
  }

  private rescaled(): boolean {
    if (this.state!.view !== "difference") return false;
    const { flow, circle } = this.difference();
    return flow !== this.picture.drawing.scale.flow || circle !== this.picture.drawing.scale.circle;
  }

  private layout(): void {
    if (!this.state || this.picture.drawing.frame.width < 50) return;
    this.picture.place(this.navigation.transform, this.scales(), this.state);
    this.around(this.state);
  }

  private refresh(): void {
    if (!this.state || this.picture.drawing.frame.width < 50) return;
    this.picture.show(this.state);
    this.around(this.state);
  }

  /* What stands around the picture. */
  private around(state: State): void {
    const { view, month, before, now } = state;
    const { words } = this.options;
    const name = this.monthAt(month);
    this.picture.title(name, before ? words[view === "difference" ? "differenceNote" : view] : "");
    this.legend.show(state);
    this.card.show(state);
    this.key.show(this.picture.keyed(), state.picked);
    this.time.show(month, now.answer.done);
    this.table.show(state, name);
  }
}

export function mountMap(host: Element, about: About, options: MapOptions): VadoMap {
  return new MountedMap(host, about, options);
}
