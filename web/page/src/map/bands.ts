/* People on legs, as bands along roads: the modes of a road beside one another; of a difference, all modes as one, full
 * where there are more people and broken where there are fewer. And encounters, as bands from the line into sectors. */
import type { Drawing, State } from "./drawing";
import type { Point } from "./geography";
import { arrowHead, curve, toScreen } from "./layout";
import type { Rectangle } from "./labels";
import type { Node, Road } from "./scene";
import { ENTRIES, LEGS } from "./series";
import { FEWER, INK, modeColour, modeDash, MORE } from "./style";
import { f1, put, set, shown } from "./svg";

interface Band {
  road: Road;
  legs: { name: string; mode: string; path: SVGPathElement; width: number }[];
  net: SVGPathElement;
  netWidth: number;
}

const broken = (width: number, dash: number, gap: number) => `${f1(Math.max(3, width * dash))} ${f1(Math.max(2.5, width * gap))}`;

export class Bands {
  readonly entries = new Map<Node, SVGPathElement>();
  private bands: Band[] = [];
  private heads: SVGPathElement; // which way wide bands lead

  constructor(
    private drawing: Drawing,
    parent: Element,
  ) {
    const { scene } = drawing;
    const layer = () => put(parent, "g", { fill: "none", "aria-hidden": "true" });
    const flows = layer();
    this.heads = put(parent, "path", { fill: "none", stroke: "#ffffff", "stroke-width": 1.3, "stroke-linecap": "round", "aria-hidden": "true" });
    const nets = layer();
    const entries = layer();
    for (const road of scene.roads) {
      const legs = road.legs.map((l) => {
        const stroke = modeColour(l.mode, scene.modes.indexOf(l.mode));
        return { name: l.name, mode: l.mode, width: 0, path: put(flows, "path", { stroke, "stroke-opacity": 0.82, display: "none", "data-leg": l.name }) };
      });
      const net = put(nets, "path", { display: "none", "stroke-opacity": 0.85, "data-road": `${road.from.name} > ${road.to.name}` });
      this.bands.push({ road, legs, net, netWidth: 0 });
    }
    if (!scene.hasEntries) return;
    for (const node of scene.nodes) if (node.kind === "sector") this.entries.set(node, put(entries, "path", { stroke: INK, "stroke-opacity": 0.8, "data-entry": node.name }));
  }

  /* Widths of a month; `homeOf` tells where the circle of a sector stands. */
  widths(state: State, homeOf: (n: Node) => [Point, Point]): void {
    const per = this.drawing.scale.width / this.drawing.scale.flow;
    for (const b of this.bands) this.width(b, state, per);
    for (const [node, path] of this.entries) this.entry(node, path, state, per, homeOf);
  }

  private width(b: Band, state: State, per: number): void {
    const different = state.view === "difference";
    const { picked } = state;
    const dim = picked?.kind === "place" && b.road.from !== picked && b.road.to !== picked; // whom one does not look at
    let net = 0;
    for (const l of b.legs) {
      const on = state.layers.flows && (state.layers.mode === "" || state.layers.mode === l.mode);
      const people = on ? this.drawing.value(state, LEGS, l.name) : 0;
      net += people;
      l.width = different || people * per < 0.15 ? 0 : people * per;
      shown(l.path, l.width > 0);
      if (l.width === 0) continue;
      set(l.path, "stroke-width", Math.max(0.6, l.width).toFixed(2));
      set(l.path, "stroke-opacity", dim ? "0.22" : "0.82");
      const dash = modeDash(l.mode);
      if (dash) set(l.path, "stroke-dasharray", dash.map((d) => f1(d * Math.max(1, l.width / 2.5))).join(" "));
    }
    b.netWidth = different ? Math.abs(net) * per : 0;
    shown(b.net, b.netWidth >= 0.3);
    if (b.netWidth < 0.3) return;
    set(b.net, "stroke-opacity", dim ? "0.22" : "0.85");
    set(b.net, "stroke", net > 0 ? MORE : FEWER);
    set(b.net, "stroke-width", Math.max(0.9, b.netWidth).toFixed(2));
    set(b.net, "stroke-dasharray", net > 0 ? "none" : broken(b.netWidth, 0.55, 0.4));
  }

  private entry(node: Node, path: SVGPathElement, state: State, per: number, homeOf: (n: Node) => [Point, Point]): void {
    const people = state.layers.flows ? this.drawing.value(state, ENTRIES, node.name) : 0;
    const width = Math.abs(people) * per;
    shown(path, width >= 0.2);
    if (width < 0.2) return;
    const different = state.view === "difference";
    const [[x0, y0], [x1, y1]] = homeOf(node);
    set(path, "d", `M${f1(x0)},${f1(y0)}L${f1(x1)},${f1(y1)}`);
    set(path, "stroke", different ? (people > 0 ? MORE : FEWER) : "#4a4a4a");
    set(path, "stroke-width", Math.max(0.8, width).toFixed(2));
    set(path, "stroke-dasharray", different && people < 0 ? broken(width, 0.4, 0.3) : "none");
  }

  draw(): void {
    let heads = "";
    for (const b of this.bands) {
      const [from, to] = this.ends(b);
      const total = b.legs.reduce((sum, l) => sum + l.width, 0);
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

  private ends(b: Band): [Point, Point] {
    const t = this.drawing.transform;
    return [toScreen(t, b.road.from.at), toScreen(t, b.road.to.at)];
  }

  /* Points along wide bands, which names keep off where they can. */
  marks(): Rectangle[] {
    const out: Rectangle[] = [];
    for (const b of this.bands) {
      const width = b.legs.reduce((sum, l) => sum + l.width, b.netWidth);
      if (width < 2) continue;
      const [from, to] = this.ends(b);
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
}
