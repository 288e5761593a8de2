/* The picture: one SVG whose elements are made once and then moved, widened and filled. Two passes: `place` when the
 * window or the zoom changes (where things stand), `show` when the month or the answer does (how large they are). */
import type { About } from "../engine/types";
import { pathOf, type Geography, type Point } from "./geography";
import { arrowHead, curve, settle, toScreen, type Disc, type Transform } from "./layout";
import { placeLabels, RINGS, type Label, type Mark, type Placed, type Rectangle } from "./labels";
import { sceneOf, type Node, type Road, type Scene } from "./scene";
import { CIRCLES, ENTRIES, FRAME, LEGS, Seen, SERIES_OF, type Circle, type Sign } from "./series";
import { CIRCLE, FEWER, HARM, INK, modeColour, modeDash, MORE, PAPER, SOFT } from "./style";
import type { MapWords } from "./words";

const SVG = "http://www.w3.org/2000/svg";
type Attributes = Record<string, string | number>;

export function put<K extends keyof SVGElementTagNameMap>(parent: Element, name: K, attributes: Attributes = {}, text = ""): SVGElementTagNameMap[K] {
  const e = document.createElementNS(SVG, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, String(v));
  if (text) e.textContent = text;
  parent.append(e);
  return e;
}

/* Sets what differs only: an attribute that is set makes work for the browser. */
function set(e: Element, name: string, value: string): void {
  if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}
function say(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}
const shown = (e: Element, is: boolean) => set(e, "display", is ? "inline" : "none");

export type View = "asItWas" | "whatIf" | "difference";
export interface Layers {
  flows: boolean;
  waiting: boolean;
  held: boolean;
  custody: boolean;
  mode: string; // "" all
}
export interface Scale {
  flow: number; // people of the widest band
  circle: number; // people of the largest circle
  width: number; // pixels
  radius: number;
  sign: Record<Sign, number>; // people, of the largest sign of each harm
  side: number;
}
export interface State {
  view: View;
  layers: Layers;
  month: number;
  now: Seen;
  before: Seen | null;
  picked: Node | null;
}

interface Spot {
  node: Node;
  g: SVGGElement;
  discs: Map<Circle, Disc>;
  circle: Map<Circle, SVGCircleElement>;
  texture: Map<Circle, SVGCircleElement>;
  plus: Map<Circle, SVGPathElement>;
  dot: SVGCircleElement;
  leader: SVGPathElement;
  sign: SVGPathElement | null;
  ring: SVGCircleElement;
  label: SVGGElement;
  name: SVGTextElement;
  harm: SVGTextElement | null;
  line: SVGPathElement;
  at: Point;
  weight: number;
  textWidth: number;
}
interface Band {
  road: Road;
  legs: { name: string; mode: string; path: SVGPathElement; width: number }[];
  net: SVGPathElement;
  netWidth: number;
  entry: boolean;
}

export interface Frame {
  width: number;
  height: number; // of the map alone
  strip: number; // of harm, below
  head: number; // of words, above
}

export class Picture {
  readonly svg: SVGSVGElement;
  readonly scene: Scene;
  readonly spots: Spot[] = [];
  private world: SVGGElement;
  private flowLayer: SVGGElement;
  private netLayer: SVGGElement;
  private heads: SVGPathElement; // which way bands lead
  private entryLayer: SVGGElement;
  private spotLayer: SVGGElement;
  private labelLayer: SVGGElement;
  private names: SVGGElement;
  private stripLayer: SVGGElement;
  private clip: SVGRectElement;
  private sea: SVGRectElement;
  private edge: SVGRectElement;
  private heading: SVGTextElement;
  private note: SVGTextElement;
  private bands: Band[] = [];
  private entries = new Map<Node, { path: SVGPathElement }>();
  private countries: { text: SVGTextElement; at: Point[]; width: number; area: number; high: number }[] = [];
  private positions = new Map<string, number>();
  private frame: Frame = { width: 0, height: 0, strip: 0, head: 0 };
  private transform: Transform = { k: 1, x: 0, y: 0 };
  private ruler: CanvasRenderingContext2D | null;
  private font = "sans-serif";
  private em = 12; // size of letters, in pixels
  scale: Scale = { flow: 1, circle: 1, width: 1, radius: 1, sign: { deaths: 1, kidnappings: 1 }, side: 1 };

  constructor(
    host: Element,
    private about: About,
    private geography: Geography,
    private words: MapWords,
    private locale: string,
    private number: (n: number) => string,
    private id: string,
  ) {
    this.scene = sceneOf(about);
    this.ruler = document.createElement("canvas").getContext("2d");
    this.svg = put(host, "svg", { class: "vm-svg", role: "group", tabindex: 0, "aria-label": `${words.title}. ${words.help}`, fill: INK });
    const defs = put(this.svg, "defs");
    this.clip = put(put(defs, "clipPath", { id: `${id}-clip` }), "rect");
    this.textures(defs);
    this.sea = put(this.svg, "rect", { fill: PAPER.sea });
    const inside = put(this.svg, "g", { "clip-path": `url(#${id}-clip)` });
    this.world = put(inside, "g", { fill: "none", "stroke-linejoin": "round" });
    this.names = put(inside, "g", { "text-anchor": "middle", fill: PAPER.country, "aria-hidden": "true" });
    this.flowLayer = put(inside, "g", { fill: "none", "aria-hidden": "true" });
    this.heads = put(inside, "path", { fill: "none", stroke: "#ffffff", "stroke-width": 1.3, "stroke-linecap": "round", "aria-hidden": "true" });
    this.netLayer = put(inside, "g", { fill: "none", "aria-hidden": "true" });
    this.entryLayer = put(inside, "g", { fill: "none", "aria-hidden": "true" });
    this.spotLayer = put(inside, "g");
    this.labelLayer = put(inside, "g", { "aria-hidden": "true", "pointer-events": "none" });
    this.heading = put(this.svg, "text", { "font-weight": 700, x: 0 });
    this.note = put(this.svg, "text", { fill: SOFT, "text-anchor": "end" });
    this.stripLayer = put(this.svg, "g", { class: "vm-harm" });
    this.edge = put(this.svg, "rect", { fill: "none", stroke: PAPER.border, "stroke-width": 1, "pointer-events": "none" });
    this.drawWorld();
    this.makeBands();
    this.makeSpots();
    this.makeNames();
  }

  private textures(defs: Element): void {
    for (const c of CIRCLES) {
      const lines = CIRCLE[c].lines;
      if (!lines) continue;
      const pattern = put(defs, "pattern", { id: `${this.id}-${c}`, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: c === "held" ? "rotate(45)" : "" });
      if (c === "held") put(pattern, "line", { x1: 0, y1: 0, x2: 0, y2: 4, stroke: lines, "stroke-width": 2.2 });
      else put(pattern, "circle", { cx: 2, cy: 2, r: 0.9, fill: lines });
    }
  }

  patternOf(c: Circle): string {
    return `${this.id}-${c}`;
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

  private makeNames(): void {
    const of = new Intl.DisplayNames(this.locale, { type: "region", fallback: "none" });
    for (const c of this.geography.countries) {
      const name = ((c.code && of.of(c.code)) || c.name).toLocaleUpperCase(this.locale);
      const text = put(this.names, "text", { "letter-spacing": "0.12em" }, name);
      this.countries.push({ text, at: c.at.map(([lon, lat]) => this.planeOf(lon, lat)), width: 0, area: c.area, high: 0 });
    }
  }

  private planeOf(lon: number, lat: number): Point {
    const phi = (lat * Math.PI) / 180;
    return [lon, (-Math.log(Math.tan(Math.PI / 4 + phi / 2)) * 180) / Math.PI];
  }

  private makeBands(): void {
    for (const road of this.scene.roads) {
      const legs = road.legs.map((l) => ({
        name: l.name,
        mode: l.mode,
        width: 0,
        path: put(this.flowLayer, "path", { stroke: modeColour(l.mode, this.scene.modes.indexOf(l.mode)), "stroke-opacity": 0.82, display: "none", "data-leg": l.name }),
      }));
      const net = put(this.netLayer, "path", { display: "none", "data-road": `${road.from.name} > ${road.to.name}` });
      this.bands.push({ road, legs, net, netWidth: 0, entry: false });
    }
    if (this.scene.hasEntries)
      for (const node of this.scene.nodes)
        if (node.kind === "sector") this.entries.set(node, { path: put(this.entryLayer, "path", { stroke: INK, "data-entry": node.name }) });
  }

  private makeSpots(): void {
    const west = (a: Node, b: Node) => a.at[0] - b.at[0];
    const rank = (n: Node) => (n.kind === "sector" ? 0 : n.circles.includes("waiting") ? 1 : n.circles.length ? 2 : 3);
    for (const node of [...this.scene.nodes].sort((a, b) => rank(a) - rank(b) || west(a, b))) this.spots.push(this.makeSpot(node));
  }

  private makeSpot(node: Node): Spot {
    const g = put(this.spotLayer, "g", { class: "vm-spot", "data-node": node.id });
    const leader = put(g, "path", { stroke: SOFT, "stroke-width": 1, fill: "none" });
    const dot = put(g, "circle", { r: 1.4, fill: SOFT });
    const spot: Spot = {
      node,
      g,
      leader,
      dot,
      discs: new Map(),
      circle: new Map(),
      texture: new Map(),
      plus: new Map(),
      sign: null,
      ring: put(g, "circle", { fill: "none", stroke: "#ffffff", "stroke-width": 4, display: "none" }),
      label: put(this.labelLayer, "g", { class: "vm-label", "data-label": node.id, display: "none" }),
      name: null as unknown as SVGTextElement,
      harm: null,
      line: null as unknown as SVGPathElement,
      at: [0, 0],
      weight: 0,
      textWidth: 0,
    };
    for (const c of node.circles) {
      spot.discs.set(c, { home: [0, 0], r: 0, x: 0, y: 0 });
      spot.circle.set(c, put(g, "circle", { fill: CIRCLE[c].fill, stroke: CIRCLE[c].stroke, "stroke-width": 1.2, "data-circle": c }));
      if (CIRCLE[c].lines) spot.texture.set(c, put(g, "circle", { fill: `url(#${this.id}-${c})`, "pointer-events": "none" }));
      spot.plus.set(c, put(g, "path", { stroke: "#ffffff", "stroke-width": 1.6, fill: "none", display: "none" }));
    }
    if (node.sign) spot.sign = put(g, "path", { fill: node.sign === "deaths" ? HARM : "#ffffff", stroke: node.sign === "deaths" ? "#ffffff" : HARM, "stroke-width": node.sign === "deaths" ? 0.8 : 1.6, "data-sign": node.sign });
    spot.line = put(spot.label, "path", { stroke: SOFT, "stroke-width": 0.9, fill: "none" });
    const text = { stroke: PAPER.halo, "stroke-width": 3.2, "paint-order": "stroke", "stroke-linejoin": "round" };
    spot.name = put(spot.label, "text", { ...text, "font-weight": node.kind === "sector" ? 700 : 400 }, node.name);
    if (node.sign) spot.harm = put(spot.label, "text", { ...text, fill: HARM, "font-weight": 700 });
    return spot;
  }

  /* ---- where things stand ---- */

  private wide(text: string, size: number, bold = false): number {
    if (!this.ruler) return text.length * size * 0.6;
    this.ruler.font = `${bold ? 700 : 400} ${size}px ${this.font}`;
    return this.ruler.measureText(text).width;
  }

  /* Before the first `place`, and when the window's size changes. */
  resize(frame: Frame, size: number, font: string): void {
    Object.assign(this, { frame, em: size, font });
    const { width, height, strip, head } = frame;
    this.svg.setAttribute("viewBox", `0 ${-head} ${width} ${height + strip + head}`);
    this.svg.setAttribute("width", String(width));
    this.svg.setAttribute("height", String(height + strip + head));
    this.svg.setAttribute("font-size", String(size));
    for (const r of [this.clip, this.sea, this.edge]) {
      r.setAttribute("width", String(width));
      r.setAttribute("height", String(height));
    }
    for (const text of [this.heading, this.note]) {
      text.setAttribute("y", String(-head * 0.32));
      text.setAttribute("font-size", String(text === this.heading ? size * 1.35 : size * 1.05));
    }
    this.note.setAttribute("x", String(width));
    for (const c of this.countries) {
      c.high = Math.round(size * (c.area > 60 ? 1 : 0.82) * 10) / 10;
      c.text.setAttribute("font-size", String(c.high));
      c.width = this.wide(c.text.textContent!, c.high) + c.text.textContent!.length * 0.12 * c.high;
    }
    this.makeStrip();
  }

  place(t: Transform, state: State): void {
    this.transform = t;
    this.world.setAttribute("transform", `translate(${t.x},${t.y}) scale(${t.k})`);
    for (const s of this.spots) s.at = toScreen(t, s.node.at);
    this.placeDiscs(state);
    this.widths(state);
    this.drawRoads();
    this.placeLabels(state);
  }

  private radius(people: number): number {
    return this.scale.radius * Math.sqrt(Math.max(0, people) / this.scale.circle);
  }

  private visible(c: Circle, state: State): boolean {
    return state.layers[c];
  }

  private placeDiscs(state: State): void {
    const all: Disc[] = [];
    const [ox, oy] = this.scene.onward;
    for (const s of this.spots)
      for (const [c, d] of s.discs) {
        d.r = this.visible(c, state) ? Math.max(this.radius(this.most(c, s.node.name, state)), 1.5) : 0;
        const off = c === "custody" ? d.r + this.scale.radius * 1.25 : c === "waiting" ? -d.r * 0.9 : d.r * 0.2;
        d.home = [s.at[0] + ox * off, s.at[1] + oy * off];
        if (d.r > 0) all.push(d);
        else [d.x, d.y] = d.home;
      }
    settle(all, 2.5);
  }

  /* The largest that a circle becomes in any month, as it was and in the what-if: so nothing moves as time goes by. */
  private most(c: Circle, name: string, state: State): number {
    const series = SERIES_OF[c];
    const base = (state.before ?? state.now).by(series).most(name);
    return Math.min(Math.max(base, this.scale.circle * 1e-4), this.scale.circle * 4);
  }

  private drawRoads(): void {
    let heads = "";
    for (const b of this.bands) {
      const [from, to] = [toScreen(this.transform, b.road.from.at), toScreen(this.transform, b.road.to.at)];
      let total = 0;
      for (const l of b.legs) total += l.width;
      let at = -total / 2;
      for (const l of b.legs) {
        if (l.width > 0) set(l.path, "d", curve(from, to, b.road.bulge, at + l.width / 2));
        at += l.width;
      }
      if (b.netWidth > 0) set(b.net, "d", curve(from, to, b.road.bulge, 0));
      if (total >= 3.5) heads += arrowHead(from, to, b.road.bulge, Math.min(4, total * 0.4));
    }
    set(this.heads, "d", heads || "M0,0");
  }

  private homeOf(s: Spot): Point {
    for (const c of ["custody", "waiting", "held"] as const) {
      const d = s.discs.get(c);
      if (d && d.r > 0) return [d.x, d.y];
    }
    if (s.node.kind === "sector") {
      const [ox, oy] = this.scene.onward;
      return [s.at[0] + ox * this.scale.radius * 1.25, s.at[1] + oy * this.scale.radius * 1.25];
    }
    return s.at;
  }

  private mainRadius(s: Spot): number {
    for (const c of ["custody", "waiting", "held"] as const) {
      const d = s.discs.get(c);
      if (d && d.r > 0) return d.r;
    }
    return 2;
  }

  private labelOf(s: Spot, state: State): Label {
    const [x, y] = this.homeOf(s);
    const node = s.node;
    const bold = node.kind === "sector";
    const harm = s.harm ? this.wide(`◆ ${this.number(-this.mostSign(node, state))}`, this.em * 0.92, true) : 0;
    s.textWidth = Math.max(this.wide(node.name, this.em, bold), harm);
    const rank = node === state.picked ? 9 : bold ? 4 : node.circles.includes("waiting") ? 3 : node.circles.length ? 2 : 1;
    return {
      id: node.id,
      x,
      y,
      r: this.mainRadius(s),
      width: s.textWidth + 2,
      height: this.em * (s.harm ? 2.15 : 1.15),
      importance: rank * 1e9 + s.weight,
      rings: rank >= 4 ? RINGS.length : rank === 3 ? 3 : 2,
      must: rank >= 4,
      toward: rank === 4 ? this.scene.onward : rank === 3 ? [-this.scene.onward[0], -this.scene.onward[1]] : null,
    };
  }

  private mostSign(node: Node, state: State): number {
    return Math.max(1, (state.before ?? state.now).by(node.sign!).most(node.name));
  }

  private placeLabels(state: State): void {
    const labels: Label[] = [];
    let room = this.frame.width < 600 ? 4 : 14; // of places that people pass, those with most of them in the frame
    for (const s of [...this.spots].sort((a, b) => b.weight - a.weight)) {
      const passed = s.node.kind === "place" && !s.node.circles.includes("waiting") && s.node !== state.picked;
      if (!this.inside(s.at) || (passed && room-- <= 0)) continue;
      labels.push(this.labelOf(s, state));
    }
    const frame = { x: 3, y: 3, width: this.frame.width - 6, height: this.frame.height - 6 };
    const placed = placeLabels(labels, frame, this.taken(), this.marks(), this.positions);
    const at = new Map(placed.map((p) => [p.id, p]));
    for (const s of this.spots) this.drawLabel(s, at.get(s.node.id));
    this.positions = new Map(placed.map((p) => [p.id, p.position]));
    this.placeCountries(placed.map((p) => p.box));
    this.tabStops(at);
  }

  private inside([x, y]: Point): boolean {
    return x >= 0 && y >= 0 && x <= this.frame.width && y <= this.frame.height;
  }

  private taken(): Rectangle[] {
    return [{ x: this.frame.width - 54, y: 0, width: 54, height: 96 }]; // the buttons
  }

  private marks(): Mark[] {
    const out: Mark[] = [];
    for (const s of this.spots) {
      const owner = s.node.id;
      const bare = s.discs.size === 0 && s.label.getAttribute("display") !== "inline";
      if (!bare && this.inside(s.at)) out.push({ owner, x: s.at[0], y: s.at[1], r: 1.5 });
      for (const d of s.discs.values()) if (d.r > 0) out.push({ owner, x: d.x, y: d.y, r: d.r });
      if (s.sign) {
        const [x, y] = this.signAt(s);
        out.push({ owner, x, y, r: this.scale.side * 0.4 });
      }
      const [hx, hy] = this.homeOf(s);
      if (this.entries.has(s.node)) for (const t of [0.3, 0.6]) out.push({ owner: "", x: s.at[0] + (hx - s.at[0]) * t, y: s.at[1] + (hy - s.at[1]) * t, r: 4 });
    }
    return out;
  }

  /* Points along wide bands, which names of countries keep off. */
  private bandMarks(): Rectangle[] {
    const out: Rectangle[] = [];
    for (const b of this.bands) {
      const width = b.legs.reduce((sum, l) => sum + l.width, b.netWidth);
      if (width < 2) continue;
      const [from, to] = [toScreen(this.transform, b.road.from.at), toScreen(this.transform, b.road.to.at)];
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const steps = Math.min(40, Math.ceil(Math.hypot(dx, dy) / 10));
      for (let i = 0; i <= steps; i++) {
        const t = i / steps;
        const swing = 4 * b.road.bulge * t * (1 - t);
        out.push({ x: from[0] + dx * t - dy * swing - width / 2, y: from[1] + dy * t + dx * swing - width / 2, width, height: width });
      }
    }
    return out;
  }

  private drawLabel(s: Spot, p: Placed | undefined): void {
    shown(s.label, p !== undefined);
    if (!p) return;
    const { box } = p;
    const left = p.line ? box.x + box.width / 2 < this.homeOf(s)[0] : false;
    const x = left ? box.x + box.width - 1 : box.x + 1;
    for (const [text, line] of [
      [s.name, 0.92],
      [s.harm, 1.95],
    ] as const) {
      if (!text) continue;
      set(text, "x", x.toFixed(1));
      set(text, "y", (box.y + line * this.em).toFixed(1));
      set(text, "text-anchor", left ? "end" : "start");
      set(text, "font-size", String(line > 1 ? this.em * 0.92 : this.em));
    }
    shown(s.line, p.line !== null);
    if (p.line) set(s.line, "d", `M${p.line.map((v) => v.toFixed(1)).join(" ")}`.replace(/^M(\S+) (\S+) /, "M$1,$2L"));
  }

  private placeCountries(boxes: Rectangle[]): void {
    const discs = [...this.marks().map((m) => ({ x: m.x - m.r, y: m.y - m.r, width: 2 * m.r, height: 2 * m.r })), ...this.bandMarks()];
    const done: Rectangle[] = [...boxes, ...this.taken()];
    const hit = (a: Rectangle, b: Rectangle) => a.x < b.x + b.width + 4 && b.x < a.x + a.width + 4 && a.y < b.y + b.height + 4 && b.y < a.y + a.height + 4;
    for (const c of this.countries) {
      let found: Rectangle | null = null;
      for (const p of c.at) {
        const [x, y] = toScreen(this.transform, p);
        const box = { x: x - c.width / 2, y: y - c.high * 0.8, width: c.width, height: c.high };
        const inside = box.x > 2 && box.y > 2 && box.x + box.width < this.frame.width - 2 && box.y + box.height < this.frame.height - 2;
        const small = c.area * this.transform.k * this.transform.k < c.width * c.high * 1.6;
        if (small || !inside || done.some((d) => hit(box, d)) || discs.some((d) => hit(box, d))) continue;
        found = box;
        break;
      }
      shown(c.text, found !== null);
      if (!found) continue;
      done.push(found);
      set(c.text, "x", (found.x + found.width / 2).toFixed(1));
      set(c.text, "y", (found.y + c.high * 0.8).toFixed(1));
    }
  }

  /* By keyboard one comes to whatever is named or has people in it, within the frame. */
  private tabStops(labels: Map<string, Placed>): void {
    for (const s of this.spots) {
      const here = this.inside(s.at);
      const stop = here && (s.node.circles.length > 0 || labels.has(s.node.id));
      if (stop) {
        set(s.g, "tabindex", "0");
        set(s.g, "role", "button");
      } else {
        s.g.removeAttribute("tabindex");
        s.g.removeAttribute("role");
        s.g.removeAttribute("aria-label");
        s.g.removeAttribute("aria-pressed");
      }
      shown(s.g, here);
    }
  }

  /* ---- how large they are ---- */

  /* What is drawn of a number: itself, or by how much it differs. */
  private of(state: State, series: string, cell: string): number {
    const now = state.view === "asItWas" && state.before ? state.before : state.now;
    const value = now.by(series).value(cell, state.month);
    return state.view === "difference" && state.before ? value - state.before.by(series).value(cell, state.month) : value;
  }

  private widths(state: State): void {
    const different = state.view === "difference";
    const per = this.scale.width / this.scale.flow;
    for (const b of this.bands) {
      let net = 0;
      for (const l of b.legs) {
        const on = state.layers.flows && (state.layers.mode === "" || state.layers.mode === l.mode);
        const people = on ? this.of(state, LEGS, l.name) : 0;
        net += people;
        l.width = different ? 0 : people * per;
        if (l.width < 0.15) l.width = 0;
        shown(l.path, l.width > 0);
        if (l.width > 0) set(l.path, "stroke-width", Math.max(0.6, l.width).toFixed(2));
        const dash = modeDash(l.mode);
        if (l.width > 0 && dash) set(l.path, "stroke-dasharray", dash.map((d) => (d * Math.max(1, l.width / 2.5)).toFixed(1)).join(" "));
      }
      b.netWidth = different ? Math.abs(net) * per : 0;
      this.drawNet(b.net, b.netWidth, net);
    }
    for (const [node, e] of this.entries) this.drawEntry(node, e.path, this.of(state, ENTRIES, node.name), different, per, state.layers.flows);
  }

  private drawNet(path: SVGPathElement, width: number, net: number): void {
    shown(path, width >= 0.3);
    if (width < 0.3) return;
    set(path, "stroke", net > 0 ? MORE : FEWER);
    set(path, "stroke-width", Math.max(0.9, width).toFixed(2));
    set(path, "stroke-opacity", "0.85");
    set(path, "stroke-dasharray", net > 0 ? "none" : `${Math.max(3, width * 0.55).toFixed(1)} ${Math.max(2.5, width * 0.4).toFixed(1)}`);
  }

  private drawEntry(node: Node, path: SVGPathElement, people: number, different: boolean, per: number, on: boolean): void {
    const width = on ? Math.abs(people) * per : 0;
    shown(path, width >= 0.2);
    if (width < 0.2) return;
    const spot = this.spots.find((s) => s.node === node)!;
    const [hx, hy] = this.homeOf(spot);
    set(path, "d", `M${spot.at[0].toFixed(1)},${spot.at[1].toFixed(1)}L${hx.toFixed(1)},${hy.toFixed(1)}`);
    set(path, "stroke", different ? (people > 0 ? MORE : FEWER) : "#4a4a4a");
    set(path, "stroke-width", Math.max(0.8, width).toFixed(2));
    set(path, "stroke-opacity", "0.8");
    set(path, "stroke-dasharray", different && people < 0 ? `${Math.max(3, width * 0.4).toFixed(1)} ${Math.max(2.5, width * 0.3).toFixed(1)}` : "none");
  }

  show(state: State): void {
    this.widths(state);
    this.drawRoads();
    for (const s of this.spots) this.showSpot(s, state);
    this.showStrip(state);
  }

  private showSpot(s: Spot, state: State): void {
    const different = state.view === "difference";
    for (const [c, circle] of s.circle) {
      const people = this.visible(c, state) ? this.of(state, SERIES_OF[c], s.node.name) : 0;
      const r = this.radius(Math.abs(people));
      const d = s.discs.get(c)!;
      const there = r > 0.4;
      for (const e of [circle, s.texture.get(c)]) {
        if (!e) continue;
        shown(e, there && !(different && e !== circle));
        set(e, "cx", d.x.toFixed(1));
        set(e, "cy", d.y.toFixed(1));
        set(e, "r", r.toFixed(2));
      }
      set(circle, "fill", !different ? CIRCLE[c].fill : people > 0 ? MORE : PAPER.halo);
      set(circle, "stroke", !different ? CIRCLE[c].stroke : people > 0 ? MORE : FEWER);
      set(circle, "stroke-dasharray", different && people < 0 ? "3 2" : "none");
      set(circle, "stroke-width", different ? "1.8" : "1.2");
      this.showPlus(s.plus.get(c)!, d, r, people, different && r > 4);
    }
    this.showAnchor(s);
    this.showSign(s, state);
    this.showPicked(s, state);
    this.speak(s, state);
  }

  private showPlus(path: SVGPathElement, d: Disc, r: number, people: number, is: boolean): void {
    shown(path, is);
    if (!is) return;
    const h = Math.min(5, r * 0.5);
    const across = `M${(d.x - h).toFixed(1)},${d.y.toFixed(1)}h${(2 * h).toFixed(1)}`;
    set(path, "d", people > 0 ? `${across}M${d.x.toFixed(1)},${(d.y - h).toFixed(1)}v${(2 * h).toFixed(1)}` : across);
    set(path, "stroke", people > 0 ? "#ffffff" : FEWER);
  }

  private showAnchor(s: Spot): void {
    const [x, y] = s.at;
    set(s.dot, "cx", x.toFixed(1));
    set(s.dot, "cy", y.toFixed(1));
    let d = "";
    for (const disc of s.discs.values()) if (disc.r > 0 && Math.hypot(disc.x - x, disc.y - y) > disc.r) d += `M${x.toFixed(1)},${y.toFixed(1)}L${disc.x.toFixed(1)},${disc.y.toFixed(1)}`;
    set(s.leader, "d", d);
  }

  private signAt(s: Spot): Point {
    const [x, y] = this.homeOf(s);
    const d = this.mainRadius(s) * 0.71 + this.scale.side * 0.28;
    return [x + d, s.node.kind === "sector" ? y - d : y + d];
  }

  private showSign(s: Spot, state: State): void {
    if (!s.sign || !s.node.sign) return;
    const people = this.of(state, s.node.sign, s.node.name);
    const size = Math.abs(people);
    const h = Math.min(1, Math.sqrt(size / this.scale.sign[s.node.sign])) * this.scale.side * 0.5;
    shown(s.sign, h > 0.8);
    if (h > 0.8) {
      const [x, y] = this.signAt(s);
      set(s.sign, "d", `M${x.toFixed(1)},${(y - h).toFixed(1)}l${h.toFixed(1)},${h.toFixed(1)}l${(-h).toFixed(1)},${h.toFixed(1)}l${(-h).toFixed(1)},${(-h).toFixed(1)}Z`);
    }
    if (s.harm) say(s.harm, `${s.node.sign === "deaths" ? "◆" : "◇"} ${this.signed(people, state)}`);
  }

  private showPicked(s: Spot, state: State): void {
    const is = state.picked === s.node;
    shown(s.ring, is);
    if (is) {
      const [x, y] = this.homeOf(s);
      set(s.ring, "cx", x.toFixed(1));
      set(s.ring, "cy", y.toFixed(1));
      set(s.ring, "r", (this.mainRadius(s) + 5).toFixed(1));
      set(s.ring, "stroke", INK);
      set(s.ring, "stroke-width", "2.5");
    }
    set(s.name, "text-decoration", is ? "underline" : "none");
  }

  signed(people: number, state: State): string {
    const text = this.number(people);
    if (state.view !== "difference") return text;
    return !/[1-9]/.test(text) ? "±0" : people > 0 ? `+${text}` : text;
  }

  private speak(s: Spot, state: State): void {
    if (!s.g.hasAttribute("tabindex")) return;
    const parts = [s.node.kind === "sector" ? `${s.node.name}, ${this.words.sector}` : s.node.name];
    const tell = (words: string, series: string) => parts.push(`${words}: ${this.signed(this.of(state, series, s.node.name), state)}`);
    if (s.node.kind === "sector" && this.scene.hasEntries) tell(this.words.encounters, ENTRIES);
    for (const c of s.node.circles) tell(this.words[c], SERIES_OF[c]);
    if (s.node.sign) tell(this.words[s.node.sign], s.node.sign);
    set(s.g, "aria-label", parts.join("; "));
    set(s.g, "aria-pressed", String(state.picked === s.node));
  }

  /* ---- words in the frame, and the strip of harm ---- */

  size(): Frame {
    return this.frame;
  }

  /* The cells of which circles and bands over the line are drawn: series, cell, is it a flow. */
  cells(): [string, string, boolean][] {
    return this.scene.nodes.flatMap((n) => {
      const own: [string, string, boolean][] = n.circles.map((c) => [SERIES_OF[c], n.name, false]);
      return this.entries.has(n) ? [...own, [ENTRIES, n.name, true]] : own;
    });
  }

  nearest(x: number, y: number, within: number): Node | null {
    let [best, least]: [Node | null, number] = [null, within];
    for (const s of this.spots) {
      const named = s.label.getAttribute("display") === "inline";
      if (!s.node.circles.length && s.node.kind === "place" && !named) continue;
      for (const [px, py] of [s.at, this.homeOf(s)]) {
        const d = Math.hypot(px - x, py - y);
        if (d < least) [best, least] = [s.node, d];
      }
    }
    return best;
  }

  title(heading: string, note: string): void {
    say(this.heading, heading);
    say(this.note, note);
  }

  private strips: { series: string; value: SVGTextElement; text: SVGTextElement }[] = [];
  private stripTitle: SVGTextElement | null = null;

  private makeStrip(): void {
    const { width, height } = this.frame;
    const narrow = width < 600;
    const there = FRAME.filter((n) => this.about.series.some((s) => s.name === n));
    this.stripLayer.replaceChildren();
    this.strips = [];
    put(this.stripLayer, "rect", { x: 0, y: height, width, height: this.frame.strip, fill: "#ffffff", stroke: PAPER.border });
    this.stripTitle = put(this.stripLayer, "text", { x: this.em, y: height + this.em * 1.5, "font-weight": 700, fill: HARM });
    const left = narrow ? 0 : Math.min(width * 0.2, this.em * 14);
    there.forEach((series, i) => {
      const columns = narrow ? 2 : there.length;
      const x = left + ((width - left) / columns) * (i % columns) + this.em;
      const y = height + this.em * (narrow ? 3.2 : 1.5) + (narrow ? Math.floor(i / 2) * this.em * 2.9 : 0);
      this.strips.push({
        series,
        value: put(this.stripLayer, "text", { x, y, "font-size": this.em * 1.2, "font-weight": 700, fill: HARM, "data-harm": series }),
        text: put(this.stripLayer, "text", { x, y: y + this.em * 1.25, "font-size": this.em * 0.92, fill: SOFT }, this.words[series]),
      });
    });
  }

  static stripHeight(width: number, size: number, series: number): number {
    return Math.ceil(size * (width < 600 ? 2 + Math.ceil(series / 2) * 2.95 : 3.4));
  }

  private showStrip(state: State): void {
    const now = state.view === "asItWas" && state.before ? state.before : state.now;
    for (const s of this.strips) {
      const value = now.total(s.series, state.month);
      const mark = s.series === "deaths" ? "◆ " : s.series === "kidnappings" ? "◇ " : "";
      let text = mark + this.number(value);
      if (state.view === "difference" && state.before) text += ` (${this.signed(value - state.before.total(s.series, state.month), state)})`;
      say(s.value, text);
    }
    if (this.stripTitle) say(this.stripTitle, this.words.harm);
  }

  /* Scales, and how much each place weighs for its label: once for a baseline. */
  weigh(base: Seen): { flow: number; circle: number; sign: Record<Sign, number> } {
    const roads = new Map<Road, number>();
    const legs = base.by(LEGS);
    let flow = 0;
    for (const s of this.spots) s.weight = 0;
    for (const r of this.scene.roads) {
      const most = r.legs.reduce((sum, l) => sum + legs.most(l.name), 0);
      roads.set(r, most);
      flow = Math.max(flow, most);
    }
    let circle = 0;
    const sign = { deaths: 0, kidnappings: 0 };
    for (const s of this.spots) {
      const n = s.node;
      for (const [r, most] of roads) if (r.from === n || r.to === n) s.weight = Math.max(s.weight, most);
      if (n.kind === "sector") s.weight = base.by(ENTRIES).most(n.name);
      if (n.circles.includes("waiting")) s.weight = base.by(SERIES_OF.waiting).most(n.name) * 4;
      flow = n.kind === "sector" ? Math.max(flow, base.by(ENTRIES).most(n.name)) : flow;
      for (const c of n.circles) circle = Math.max(circle, base.by(SERIES_OF[c]).most(n.name));
      if (n.sign) sign[n.sign] = Math.max(sign[n.sign], base.by(n.sign).most(n.name));
    }
    return { flow: flow || 1, circle: circle || 1, sign: { deaths: sign.deaths || 1, kidnappings: sign.kidnappings || 1 } };
  }
}
