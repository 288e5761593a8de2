/* Places and sectors: circles of people waiting, held and in custody, whose area is people, and signs of harm beside
 * them, which are shown whatever else is hidden. Circles give way to one another and keep still as time goes by. */
import type { Drawing, State } from "./drawing";
import type { Point } from "./geography";
import { settle, toScreen, type Disc } from "./layout";
import type { Mark } from "./labels";
import type { Node } from "./scene";
import { ENTRIES, SERIES_OF, type Circle } from "./series";
import { CIRCLE, FEWER, HARM, INK, MORE, PAPER, SOFT } from "./style";
import { f1, put, set, shown } from "./svg";

export interface Spot {
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
  at: Point; // on the screen
  weight: number; // how many people, for its name
}

const MAIN = ["custody", "waiting", "held"] as const; // the circle that a name and a sign of harm stand at

export class Spots {
  readonly all: Spot[] = [];
  private of = new Map<Node, Spot>();

  constructor(
    private drawing: Drawing,
    private parent: Element,
  ) {
    const rank = (n: Node) => (n.kind === "sector" ? 0 : n.circles.includes("waiting") ? 1 : n.circles.length ? 2 : 3);
    const nodes = [...drawing.scene.nodes].sort((a, b) => rank(a) - rank(b) || a.at[0] - b.at[0]);
    for (const node of nodes) {
      const spot = this.make(node);
      this.all.push(spot);
      this.of.set(node, spot);
    }
  }

  private make(node: Node): Spot {
    const g = put(this.parent, "g", { class: "vm-spot", "data-node": node.id });
    const spot: Spot = {
      node,
      g,
      leader: put(g, "path", { stroke: SOFT, "stroke-width": 1, fill: "none" }),
      dot: put(g, "circle", { r: 1.4, fill: SOFT }),
      discs: new Map(),
      circle: new Map(),
      texture: new Map(),
      plus: new Map(),
      sign: null,
      ring: put(g, "circle", { fill: "none", stroke: INK, "stroke-width": 2.5, display: "none" }),
      at: [0, 0],
      weight: 0,
    };
    for (const c of node.circles) {
      spot.discs.set(c, { home: [0, 0], r: 0, x: 0, y: 0 });
      spot.circle.set(c, put(g, "circle", { fill: CIRCLE[c].fill, stroke: CIRCLE[c].stroke, "stroke-width": 1.2, "data-circle": c }));
      if (CIRCLE[c].lines) spot.texture.set(c, put(g, "circle", { fill: `url(#${this.drawing.patternOf(c)})`, "pointer-events": "none" }));
      spot.plus.set(c, put(g, "path", { "stroke-width": 1.6, fill: "none", display: "none" }));
    }
    const full = node.sign === "deaths";
    if (node.sign) spot.sign = put(g, "path", { fill: full ? HARM : "#ffffff", stroke: full ? "#ffffff" : HARM, "stroke-width": full ? 0.8 : 1.6, "data-sign": node.sign });
    return spot;
  }

  /* ---- where they stand ---- */

  place(state: State): void {
    const { scale, transform, scene } = this.drawing;
    const [ox, oy] = scene.onward;
    const discs: Disc[] = [];
    for (const s of this.all) {
      s.at = toScreen(transform, s.node.at);
      for (const [c, d] of s.discs) {
        d.r = state.layers[c] ? Math.max(this.drawing.radius(this.most(c, s.node.name, state)), 1.5) : 0;
        const off = c === "custody" ? d.r + scale.radius * 1.25 : c === "waiting" ? -d.r * 0.9 : d.r * 0.2;
        d.home = [s.at[0] + ox * off, s.at[1] + oy * off];
        if (d.r > 0) discs.push(d);
        else [d.x, d.y] = d.home;
      }
    }
    settle(discs, 2.5);
  }

  /* The largest that a circle becomes in any month: so nothing moves as time goes by. */
  private most(c: Circle, name: string, state: State): number {
    return Math.min(this.drawing.baseOf(state).by(SERIES_OF[c]).most(name), this.drawing.scale.circle * 4);
  }

  home(s: Spot): Point {
    for (const c of MAIN) {
      const d = s.discs.get(c);
      if (d && d.r > 0) return [d.x, d.y];
    }
    if (s.node.kind !== "sector") return s.at;
    const { scene, scale } = this.drawing;
    return [s.at[0] + scene.onward[0] * scale.radius * 1.25, s.at[1] + scene.onward[1] * scale.radius * 1.25];
  }

  /* From the line to the circle of a sector. */
  readonly entry = (node: Node): [Point, Point] => {
    const s = this.of.get(node)!;
    return [s.at, this.home(s)];
  };

  mainRadius(s: Spot): number {
    for (const c of MAIN) {
      const d = s.discs.get(c);
      if (d && d.r > 0) return d.r;
    }
    return 2;
  }

  private signAt(s: Spot): Point {
    const [x, y] = this.home(s);
    const d = this.mainRadius(s) * 0.71 + this.drawing.scale.side * 0.28;
    return [x + d, s.node.kind === "sector" ? y - d : y + d];
  }

  /* What names keep off; `named`: whether a place without circles has its name there. */
  marks(named: (n: Node) => boolean): Mark[] {
    const out: Mark[] = [];
    for (const s of this.all) {
      const owner = s.node.id;
      if ((s.discs.size > 0 || named(s.node)) && this.drawing.inside(s.at)) out.push({ owner, x: s.at[0], y: s.at[1], r: 1.5 });
      for (const d of s.discs.values()) if (d.r > 0) out.push({ owner, x: d.x, y: d.y, r: d.r });
      if (s.sign) {
        const [x, y] = this.signAt(s);
        out.push({ owner, x, y, r: this.drawing.scale.side * 0.4 });
      }
      if (s.node.kind !== "sector" || !this.drawing.scene.hasEntries) continue;
      const [hx, hy] = this.home(s);
      for (const t of [0.3, 0.6]) out.push({ owner: "", x: s.at[0] + (hx - s.at[0]) * t, y: s.at[1] + (hy - s.at[1]) * t, r: 4 });
    }
    return out;
  }

  /* By keyboard one comes to whatever has people in it or a name, within the frame; who stands at what leaves the frame
   * is not lost, but at the map. */
  tabStops(named: (n: Node) => boolean, map: SVGSVGElement): void {
    for (const s of this.all) {
      const here = this.drawing.inside(s.at);
      if (here && (s.node.circles.length > 0 || named(s.node))) {
        set(s.g, "tabindex", "0");
        set(s.g, "role", "button");
      } else {
        if (document.activeElement === s.g) map.focus({ preventScroll: true });
        for (const a of ["tabindex", "role", "aria-label", "aria-pressed"]) s.g.removeAttribute(a);
      }
      shown(s.g, here);
    }
  }

  nearest(x: number, y: number, within: number, named: (n: Node) => boolean): Node | null {
    let [best, least]: [Node | null, number] = [null, within];
    for (const s of this.all) {
      if (!s.node.circles.length && s.node.kind === "place" && !named(s.node)) continue;
      for (const [px, py] of [s.at, this.home(s)]) {
        const d = Math.hypot(px - x, py - y);
        if (d < least) [best, least] = [s.node, d];
      }
    }
    return best;
  }

  /* ---- how large they are ---- */

  show(state: State): void {
    for (const s of this.all) {
      for (const c of s.circle.keys()) this.showCircle(s, c, state);
      this.showAnchor(s);
      this.showSign(s, state);
      this.showPicked(s, state);
      this.speak(s, state);
    }
  }

  private showCircle(s: Spot, c: Circle, state: State): void {
    const different = state.view === "difference";
    const [circle, texture, d] = [s.circle.get(c)!, s.texture.get(c), s.discs.get(c)!];
    const people = state.layers[c] ? this.drawing.value(state, SERIES_OF[c], s.node.name) : 0;
    const r = this.drawing.radius(Math.abs(people));
    for (const e of texture ? [circle, texture] : [circle]) {
      shown(e, r > 0.4 && !(different && e === texture));
      set(e, "cx", f1(d.x));
      set(e, "cy", f1(d.y));
      set(e, "r", r.toFixed(2));
    }
    set(circle, "fill", !different ? CIRCLE[c].fill : people > 0 ? MORE : PAPER.halo);
    set(circle, "stroke", !different ? CIRCLE[c].stroke : people > 0 ? MORE : FEWER);
    set(circle, "stroke-dasharray", different && people < 0 ? "3 2" : "none");
    set(circle, "stroke-width", different ? "1.8" : "1.2");
    this.showPlus(s.plus.get(c)!, d, r, people, different && r > 4);
  }

  private showPlus(path: SVGPathElement, d: Disc, r: number, people: number, is: boolean): void {
    shown(path, is);
    if (!is) return;
    const h = Math.min(5, r * 0.5);
    const across = `M${f1(d.x - h)},${f1(d.y)}h${f1(2 * h)}`;
    set(path, "d", people > 0 ? `${across}M${f1(d.x)},${f1(d.y - h)}v${f1(2 * h)}` : across);
    set(path, "stroke", people > 0 ? "#ffffff" : FEWER);
  }

  private showAnchor(s: Spot): void {
    const [x, y] = s.at;
    set(s.dot, "cx", f1(x));
    set(s.dot, "cy", f1(y));
    let d = "";
    for (const disc of s.discs.values()) if (disc.r > 0 && Math.hypot(disc.x - x, disc.y - y) > disc.r) d += `M${f1(x)},${f1(y)}L${f1(disc.x)},${f1(disc.y)}`;
    set(s.leader, "d", d);
  }

  private showSign(s: Spot, state: State): void {
    if (!s.sign || !s.node.sign) return;
    const { scale } = this.drawing;
    const people = Math.abs(this.drawing.value(state, s.node.sign, s.node.name));
    const h = Math.min(1, Math.sqrt(people / scale.sign[s.node.sign])) * scale.side * 0.5;
    shown(s.sign, h > 0.8);
    if (h <= 0.8) return;
    const [x, y] = this.signAt(s);
    set(s.sign, "d", `M${f1(x)},${f1(y - h)}l${f1(h)},${f1(h)}l${f1(-h)},${f1(h)}l${f1(-h)},${f1(-h)}Z`);
  }

  private showPicked(s: Spot, state: State): void {
    const is = state.picked === s.node;
    shown(s.ring, is);
    if (!is) return;
    const [x, y] = this.home(s);
    set(s.ring, "cx", f1(x));
    set(s.ring, "cy", f1(y));
    set(s.ring, "r", f1(this.mainRadius(s) + 5));
  }

  private speak(s: Spot, state: State): void {
    if (!s.g.hasAttribute("tabindex")) return;
    const { words, scene } = this.drawing;
    const parts = [s.node.kind === "sector" ? `${s.node.title}, ${words.sector}` : s.node.title];
    const tell = (text: string, series: string) => parts.push(`${text}: ${this.drawing.signed(this.drawing.value(state, series, s.node.name), state)}`);
    if (s.node.sign) tell(words[s.node.sign], s.node.sign);
    for (const c of s.node.circles) tell(words[c], SERIES_OF[c]);
    if (s.node.kind === "sector" && scene.hasEntries) tell(words.encounters, ENTRIES);
    set(s.g, "aria-label", parts.join("; "));
    set(s.g, "aria-pressed", String(state.picked === s.node));
  }
}
