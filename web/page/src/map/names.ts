/* Names of places, sectors and countries, and the number of harm below a name. They are laid out when the window or the
 * zoom changes, by the most that there ever is, so that they keep still as months go by. */
import type { About } from "../engine/types";
import type { Drawing, State } from "./drawing";
import { onPlane, type Geography, type Point } from "./geography";
import { toScreen } from "./layout";
import { overlap, placeLabels, RINGS, type Label, type Mark, type Placed, type Rectangle } from "./labels";
import type { Node } from "./scene";
import type { Spot, Spots } from "./spots";
import { HARM, PAPER, SOFT } from "./style";
import { f1, put, say, set, shown } from "./svg";

interface Name {
  spot: Spot;
  g: SVGGElement;
  text: SVGTextElement;
  harm: SVGTextElement | null;
  line: SVGPathElement;
  plate: SVGRectElement; // behind a number that stands for the name
}
/* A place at the border that has no room for its name: it stands below the map, with its number where there is one. */
export interface Keyed {
  node: Node;
  number: number; // 0: none upon the map
}
interface CountryName {
  text: SVGTextElement;
  at: Point[];
  width: number;
  high: number;
  area: number;
}

const mark = (node: Node) => (node.sign === "deaths" ? "◆" : "◇");

export class Names {
  private names = new Map<Node, Name>();
  private countries: CountryName[] = [];
  private positions = new Map<string, number>();
  private placed = new Map<string, Placed>();
  keyed: Keyed[] = [];

  constructor(
    private drawing: Drawing,
    private spots: Spots,
    parent: Element,
    behind: Element,
    geography: Geography,
    about: About,
    locale: string,
  ) {
    const text = { stroke: PAPER.halo, "stroke-width": 3.2, "paint-order": "stroke", "stroke-linejoin": "round" };
    for (const spot of spots.all) {
      const { node } = spot;
      const g = put(parent, "g", { class: "vm-label", "data-label": node.id, display: "none" });
      this.names.set(node, {
        spot,
        g,
        line: put(g, "path", { stroke: SOFT, "stroke-width": 0.9, fill: "none" }),
        plate: put(g, "rect", { fill: PAPER.halo, stroke: SOFT, "stroke-width": 0.8, rx: 2, display: "none" }),
        text: put(g, "text", { ...text, "font-weight": node.kind === "sector" ? 700 : 400 }, node.title),
        harm: node.sign ? put(g, "text", { ...text, fill: HARM, "font-weight": 700 }) : null,
      });
    }
    const of = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
    for (const c of geography.countries) {
      const name = ((c.code && of.of(c.code)) || c.name).toLocaleUpperCase(locale);
      const own = about.countries.find((x) => x.code === c.code); // where the scenario would have it
      const at = c.at.map(([lon, lat]) => onPlane(lon, lat));
      if (own && own.lat !== null && own.lon !== null) at.unshift(onPlane(own.lon, own.lat));
      this.countries.push({ text: put(behind, "text", { "letter-spacing": "0.12em" }, name), at, width: 0, high: 0, area: c.area });
    }
  }

  readonly named = (node: Node): boolean => this.placed.has(node.id);

  resize(): void {
    const { em } = this.drawing.frame;
    for (const c of this.countries) {
      c.high = Math.round(em * (c.area > 60 ? 1 : 0.82) * 10) / 10;
      c.text.setAttribute("font-size", String(c.high));
      c.width = this.drawing.wide(c.text.textContent!, c.high) + c.text.textContent!.length * 0.12 * c.high;
    }
  }

  place(state: State, bands: Rectangle[], taken: Rectangle[]): void {
    const { width, height } = this.drawing.frame;
    const marks = this.spots.marks(this.named);
    const frame = { x: 3, y: 3, width: width - 6, height: height - 6 };
    const list = placeLabels(this.chosen(state), frame, taken, marks, bands, this.positions);
    this.placed = new Map(list.map((p) => [p.id, p]));
    this.positions = new Map(list.map((p) => [p.id, p.position]));
    const numbers = placeLabels(this.unnamed(state), frame, taken, marks, bands, new Map(), list);
    this.number(new Set(numbers.map((p) => p.id)));
    const stands = new Map([...list, ...numbers].map((p) => [p.id, p]));
    for (const n of this.names.values()) this.draw(n, stands.get(n.spot.node.id));
    this.placeCountries([...list, ...numbers].map((p) => p.box).concat(taken), marks, bands);
  }

  /* Sectors and border places in the frame that got no name: as labels of the size of a number. */
  private unnamed(state: State): Label[] {
    const { em } = this.drawing.frame;
    const here = this.spots.all.filter((s) => (s.node.kind === "sector" || s.node.circles.includes("waiting")) &&
      !this.placed.has(s.node.id) && this.drawing.inside(this.spots.home(s)));
    here.sort((a, b) => this.spots.home(a)[0] - this.spots.home(b)[0]);
    this.keyed = here.map((s) => ({ node: s.node, number: 0 }));
    return here.map((s) => ({ ...this.label(this.names.get(s.node)!, state), width: this.drawing.wide("88", em * 0.9, true) + 3,
                              height: em * 1.05, rings: RINGS.length, must: true }));
  }

  /* From west to east, those that have room for a number. */
  private number(there: Set<string>): void {
    let n = 0;
    for (const k of this.keyed) if (there.has(k.node.id)) k.number = ++n;
    const order = (k: Keyed) => k.number || (k.node.kind === "sector" ? 1000 : 1001);
    this.keyed.sort((a, b) => order(a) - order(b));
  }

  /* Of places in the frame, those with most people: border places first, of others fewer. */
  private chosen(state: State): Label[] {
    const { narrow } = this.drawing;
    let [passing, waiting] = narrow ? [4, 5] : [14, 12];
    const out: Label[] = [];
    for (const s of [...this.spots.all].sort((a, b) => b.weight - a.weight)) {
      if (!this.drawing.inside(s.at)) continue;
      if (s.node !== state.picked && s.node.kind === "place") {
        if (s.node.circles.includes("waiting") ? waiting-- <= 0 : passing-- <= 0) continue;
      }
      out.push(this.label(this.names.get(s.node)!, state));
    }
    return out;
  }

  private label(n: Name, state: State): Label {
    const { drawing, spots } = this;
    const { node } = n.spot;
    const { em } = drawing.frame;
    const [x, y] = spots.home(n.spot);
    const [ox, oy] = drawing.scene.onward;
    const most = node.sign ? Math.max(1, drawing.baseOf(state).by(node.sign).most(node.name)) : 0;
    const harm = n.harm ? drawing.wide(`${mark(node)} ${drawing.number(-most)}`, em * 0.92, true) : 0;
    const rank = node === state.picked ? 9 : node.kind === "sector" ? 4 : node.circles.includes("waiting") ? 3 : node.circles.length ? 2 : 1;
    return {
      id: node.id,
      x,
      y,
      r: spots.mainRadius(n.spot),
      width: Math.max(drawing.wide(node.title, em, node.kind === "sector"), harm) + 2,
      height: em * (n.harm ? 2.15 : 1.15),
      importance: rank * 1e9 + n.spot.weight,
      rings: rank >= 4 ? (drawing.narrow ? 7 : RINGS.length) : rank === 3 ? (spots.mainRadius(n.spot) > 8 ? 5 : 3) : 2,
      must: rank >= 4,
      toward: rank === 4 ? [ox, oy] : rank === 3 ? [-ox, -oy] : null,
    };
  }

  private draw(n: Name, p: Placed | undefined): void {
    shown(n.g, p !== undefined);
    if (!p) return;
    const { em } = this.drawing.frame;
    const { box } = p;
    const number = this.keyed.find((k) => k.node === n.spot.node)?.number;
    say(n.text, number ? String(number) : n.spot.node.title);
    this.drawPlate(n.plate, box, number !== undefined);
    if (n.harm) shown(n.harm, !number);
    if (number) {
      for (const [key, value] of [["x", f1(box.x + box.width / 2)], ["y", f1(box.y + 0.84 * em)], ["text-anchor", "middle"], ["font-size", f1(em * 0.9)]] as const) set(n.text, key, value);
      return this.drawLine(n.line, p.line);
    }
    const left = p.line !== null && box.x + box.width / 2 < this.spots.home(n.spot)[0];
    for (const [text, line, size] of [[n.text, 0.92, em] as const, ...(n.harm ? [[n.harm, 1.95, em * 0.92] as const] : [])]) {
      set(text, "x", f1(left ? box.x + box.width - 1 : box.x + 1));
      set(text, "y", f1(box.y + line * em));
      set(text, "text-anchor", left ? "end" : "start");
      set(text, "font-size", f1(size));
    }
    this.drawLine(n.line, p.line);
  }

  private drawLine(path: SVGPathElement, line: Placed["line"]): void {
    shown(path, line !== null);
    if (line) set(path, "d", `M${f1(line[0])},${f1(line[1])}L${f1(line[2])},${f1(line[3])}`);
  }

  private drawPlate(plate: SVGRectElement, box: Rectangle, is: boolean): void {
    shown(plate, is);
    if (is) for (const key of ["x", "y", "width", "height"] as const) set(plate, key, f1(box[key]));
  }

  private placeCountries(boxes: Rectangle[], marks: Mark[], bands: Rectangle[]): void {
    const { width, height } = this.drawing.frame;
    const { k } = this.drawing.transform;
    const done = [...boxes, ...bands, ...marks.map((m) => ({ x: m.x - m.r, y: m.y - m.r, width: 2 * m.r, height: 2 * m.r }))];
    for (const c of this.countries) {
      const boxAt = (p: Point): Rectangle => {
        const [x, y] = toScreen(this.drawing.transform, p);
        return { x: x - c.width / 2, y: y - c.high * 0.8, width: c.width, height: c.high };
      };
      const fits = (b: Rectangle) => b.x > 2 && b.y > 2 && b.x + b.width < width - 2 && b.y + b.height < height - 2 && !done.some((d) => overlap(b, d, 4));
      const found = c.area * k * k < c.width * c.high * 1.6 ? undefined : c.at.map(boxAt).find(fits);
      shown(c.text, found !== undefined);
      if (!found) continue;
      done.push(found);
      set(c.text, "x", f1(found.x + found.width / 2));
      set(c.text, "y", f1(found.y + c.high * 0.8));
    }
  }

  show(state: State): void {
    for (const n of this.names.values()) {
      const { node } = n.spot;
      set(n.text, "text-decoration", node === state.picked ? "underline" : "none");
      if (n.harm && node.sign) say(n.harm, `${mark(node)} ${this.drawing.signed(this.drawing.value(state, node.sign, node.name), state)}`);
    }
  }
}
