/* The picture: one SVG whose parts are made once and then moved, widened and filled. Two passes: `place` when the window
 * or the zoom changes (where things stand), and `show`, then and when the month or the answer changes (how large they
 * are). */
import type { About } from "../engine/types";
import { Bands } from "./bands";
import { Drawing, type Frame, type Scale, type State } from "./drawing";
import { pathOf, type Geography } from "./geography";
import type { Transform } from "./layout";
import type { Rectangle } from "./labels";
import { Names, type Keyed } from "./names";
import { sceneOf, type Node, type Scene, type Title } from "./scene";
import { CIRCLES, ENTRIES, FRAME, LEGS, SERIES_OF, type Seen, type Sign } from "./series";
import { Spots } from "./spots";
import { Strip } from "./strip";
import { CIRCLE, INK, PAPER, SOFT } from "./style";
import { put, say, set, type Attributes } from "./svg";
import type { MapWords } from "./words";

export interface Most {
  flow: number;
  circle: number;
  sign: Record<Sign, number>;
}

export class Picture {
  readonly svg: SVGSVGElement;
  readonly scene: Scene;
  readonly drawing: Drawing;
  readonly harm: (typeof FRAME)[number][];
  private world: SVGGElement;
  private bands: Bands;
  private spots: Spots;
  private names: Names;
  private strip: Strip;
  private sized: SVGRectElement[];
  private heading: SVGTextElement;
  private note: SVGTextElement;

  constructor(
    host: Element,
    about: About,
    private geography: Geography,
    words: MapWords,
    locale: string,
    number: (n: number) => string,
    title: Title,
    id: string,
  ) {
    this.scene = sceneOf(about, title);
    this.drawing = new Drawing(this.scene, words, number, id);
    this.harm = FRAME.filter((n) => about.series.some((s) => s.name === n));
    this.svg = put(host, "svg", { class: "vm-svg", role: "group", tabindex: 0, "aria-label": `${words.title}. ${words.help}`, fill: INK });
    const defs = put(this.svg, "defs");
    const clip = put(put(defs, "clipPath", { id: `${id}-clip` }), "rect");
    this.textures(defs);
    const sea = put(this.svg, "rect", { fill: PAPER.sea });
    const inside = put(this.svg, "g", { "clip-path": `url(#${id}-clip)` });
    this.world = put(inside, "g", { fill: "none", "stroke-linejoin": "round" });
    const countries = put(inside, "g", { "text-anchor": "middle", fill: PAPER.country, "aria-hidden": "true" });
    this.bands = new Bands(this.drawing, inside);
    this.spots = new Spots(this.drawing, put(inside, "g"));
    this.names = new Names(this.drawing, this.spots, put(inside, "g", { "aria-hidden": "true", "pointer-events": "none" }), countries, geography, about, locale);
    this.heading = put(this.svg, "text", { "font-weight": 700, x: 0 });
    this.note = put(this.svg, "text", { fill: SOFT });
    this.strip = new Strip(this.drawing, put(this.svg, "g", { class: "vm-harm" }), this.harm);
    const edge = put(this.svg, "rect", { fill: "none", stroke: PAPER.border, "stroke-width": 1, "pointer-events": "none" });
    this.sized = [clip, sea, edge];
    this.drawWorld();
  }

  private textures(defs: Element): void {
    for (const c of CIRCLES) {
      const lines = CIRCLE[c].lines;
      if (!lines) continue;
      const turn: Attributes = c === "held" ? { patternTransform: "rotate(45)" } : {};
      const pattern = put(defs, "pattern", { id: this.drawing.patternOf(c), width: 4, height: 4, patternUnits: "userSpaceOnUse", ...turn });
      if (c === "held") put(pattern, "line", { x1: 0, y1: 0, x2: 0, y2: 4, stroke: lines, "stroke-width": 2.2 });
      else put(pattern, "circle", { cx: 2, cy: 2, r: 0.9, fill: lines });
    }
  }

  private drawWorld(): void {
    const g = this.geography;
    const line = (lines: number[][], attributes: Attributes, closed: boolean) => {
      if (lines.length) put(this.world, "path", { d: pathOf(lines, g.steps, closed), "vector-effect": "non-scaling-stroke", ...attributes });
    };
    line(g.land, { fill: PAPER.land, stroke: PAPER.coast, "stroke-width": 0.8 }, true);
    line(g.states, { stroke: PAPER.state, "stroke-width": 0.8 }, false);
    line(g.borders, { stroke: PAPER.border, "stroke-width": 1.1 }, false);
  }

  /* Before the first `place`, and when the window's size changes. */
  resize(frame: Frame, font: string): void {
    Object.assign(this.drawing, { frame, font });
    const { width, height, strip, head, em } = frame;
    set(this.svg, "viewBox", `0 ${-head} ${width} ${height + strip + head}`);
    set(this.svg, "width", String(width));
    set(this.svg, "height", String(height + strip + head));
    set(this.svg, "font-size", String(em));
    for (const r of this.sized) {
      set(r, "width", String(width));
      set(r, "height", String(height));
    }
    const below = head > em * 3; // the note has a line of its own
    set(this.heading, "y", String(below ? -em * 1.9 : -em * 0.7));
    set(this.heading, "font-size", String(em * 1.35));
    set(this.note, "y", String(-em * 0.6));
    set(this.note, "font-size", String(em * 1.05));
    set(this.note, "x", String(below ? 0 : width));
    set(this.note, "text-anchor", below ? "start" : "end");
    this.names.resize();
    this.strip.resize();
  }

  title(heading: string, note: string): void {
    say(this.heading, heading);
    say(this.note, note);
  }

  place(t: Transform, scale: Scale, state: State): void {
    Object.assign(this.drawing, { transform: t, scale });
    this.world.setAttribute("transform", `translate(${t.x},${t.y}) scale(${t.k})`);
    this.spots.place(state);
    this.flow(state);
    this.names.place(state, this.bands.marks(), this.taken());
    this.spots.tabStops(this.names.named, this.svg);
    this.fill(state);
  }

  private flow(state: State): void {
    this.bands.widths(state, this.spots.entry);
    this.bands.draw();
  }

  private taken(): Rectangle[] {
    return [{ x: this.drawing.frame.width - 54, y: 0, width: 54, height: 96 }]; // the buttons
  }

  show(state: State): void {
    this.flow(state);
    this.fill(state);
  }

  private fill(state: State): void {
    this.spots.show(state);
    this.names.show(state);
    this.strip.show(state);
  }

  keyed(): Keyed[] {
    return this.names.keyed;
  }

  nearest(x: number, y: number, within: number): Node | null {
    return this.spots.nearest(x, y, within, this.names.named);
  }

  /* What an element of the picture stands for, in words; "" for nothing. */
  tell(element: Element, state: State): string {
    const { drawing } = this;
    const { words } = drawing;
    const leg = element.getAttribute("data-leg") ?? element.getAttribute("data-road");
    if (leg) {
      const legs = this.scene.roads.flatMap((r) => r.legs.filter((l) => l.name === leg || `${r.from.name} > ${r.to.name}` === leg).map((l) => ({ ...l, from: r.from.title, to: r.to.title })));
      return legs.map((l) => `${l.from} – ${l.to}, ${words.modes[l.mode] ?? l.mode}: ${drawing.signed(drawing.value(state, LEGS, l.name), state)}`).join("\n");
    }
    const entry = element.getAttribute("data-entry");
    if (entry) return `${entry}\n${words.encounters}: ${drawing.signed(drawing.value(state, ENTRIES, entry), state)}`;
    return (element.closest("[data-node]")?.getAttribute("aria-label") ?? "").replaceAll("; ", "\n");
  }

  /* The cells of which circles and bands over the line are drawn: series, cell, is it a flow. */
  cells(): [string, string, boolean][] {
    return this.scene.nodes.flatMap((n) => {
      const own: [string, string, boolean][] = n.circles.map((c) => [SERIES_OF[c], n.name, false]);
      return this.bands.entries.has(n) ? [...own, [ENTRIES, n.name, true]] : own;
    });
  }

  /* The most that there ever is, for scales, and how many people each place has, for its name: once for a baseline. */
  weigh(base: Seen): Most {
    const most: Most = { flow: 0, circle: 0, sign: { deaths: 5, kidnappings: 5 } };
    const through = new Map<Node, number>();
    for (const r of this.scene.roads) {
      const people = r.legs.reduce((sum, l) => sum + base.by(LEGS).most(l.name), 0);
      most.flow = Math.max(most.flow, people);
      for (const n of [r.from, r.to]) through.set(n, Math.max(through.get(n) ?? 0, people));
    }
    for (const s of this.spots.all) {
      const n = s.node;
      s.weight = n.kind === "sector" ? base.by(ENTRIES).most(n.name) : n.circles.includes("waiting") ? base.by(SERIES_OF.waiting).most(n.name) : (through.get(n) ?? 0);
      if (n.kind === "sector") most.flow = Math.max(most.flow, s.weight);
      for (const c of n.circles) most.circle = Math.max(most.circle, base.by(SERIES_OF[c]).most(n.name));
      if (n.sign) most.sign[n.sign] = Math.max(most.sign[n.sign], base.by(n.sign).most(n.name));
    }
    return { ...most, flow: most.flow || 1, circle: most.circle || 1 };
  }
}
