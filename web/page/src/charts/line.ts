/* One chart: curves of one series over months, and harm in the same months inside the same frame, so that no picture of
 * it can be cut from the people.
 *
 * From top to bottom: keys; the unit of the axis; the frame with events, curves, dots and the strip of harm; years. Everything is made once;
 * `draw` changes attributes only. */
import { scaleLinear } from "d3-scale";
import { FONT, INK, Pool, set, svg, widthOf, wrapped, write } from "./svg";
import type { ChartData, Curves, HarmRow, Key, Numbers, Writing } from "./data";

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
interface Layout {
  size: number; // of letters
  keys: { key: Key; x: number; y: number }[];
  frame: Box;
  main: Box;
  rows: Box[];
  title: string[]; // of harm, in lines
  names: string[][] | null; // of the rows of harm, in lines; null: name and number of every row stand in one line
  above: number; // what stands above the curve of a row of harm, in letters
  height: number;
}

/* The largest finite number of the months shown. */
function most(list: (Numbers | null)[], from: number, until: number): number {
  let m = 0;
  for (const x of list)
    if (x) for (let i = from; i <= until; i++) if ((x[i] as number) > m) m = x[i] as number;
  return m;
}

const LONGEST = ": 1,000,000 → 1,000,000 on the mean day"; // the longest number that a row of harm may say

const HALO = { "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" }; // words over lines

/* Words that are too long end in a dot dot dot; the whole of them is in the table and the label. */
function cut(text: string, room: number, size: number): string {
  const most = Math.floor(room / (size * 0.54));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

/* What the room for everything depends on. */
const wordsOf = (data: ChartData): string => [...data.keys.map((k) => k.text), data.harmTitle, ...data.harm.map((r) => r.name)].join("|");

/* A key that is wider than the chart, in lines. */
const folded = (key: Key, room: number, size: number): Key[] =>
  wrapped(key.text, room, size).map((text, i) => ({ kind: i ? "more" : key.kind, text }));

export class LineChart {
  readonly root: SVGSVGElement;
  data: ChartData | null = null;
  private width = 0;
  private size = 13;
  private layout: Layout | null = null;
  private readonly back: SVGRectElement;
  private readonly harmBack: SVGRectElement;
  private readonly frame: SVGRectElement;
  private readonly harmTitle;
  private readonly band: SVGPathElement;
  private readonly was: SVGPathElement;
  private readonly would: SVGPathElement;
  private readonly change: SVGLineElement;
  private readonly cursor: SVGLineElement;
  private readonly grid;
  private readonly unit: SVGTextElement;
  private readonly ticks;
  private readonly years;
  private readonly yearLines;
  private readonly eventLines;
  private readonly eventNames;
  private readonly dots;
  private readonly rowNames;
  private readonly rowTicks;
  private readonly rowLines;
  private readonly rowWas;
  private readonly rowWould;
  private readonly keyShapes;
  private readonly keyNames;
  /* Events that have no room for their name stand under the chart with their number. */
  numbered: string[] = [];
  shownMonth = -1;

  constructor(host: Element, private writing: Writing, private tall: boolean) {
    this.root = svg("svg", { role: "img", "font-family": FONT, class: "chart-svg", tabindex: 0 }, host);
    const g = (name: string) => svg("g", { class: name }, this.root);
    this.back = svg("rect", { fill: INK.paper }, this.root);
    this.harmBack = svg("rect", { fill: INK.harm }, this.root);
    this.grid = new Pool("line", g("grid"), { stroke: INK.grid });
    this.yearLines = new Pool("line", g("grid"), { stroke: INK.grid });
    this.rowLines = new Pool("line", g("grid"), { stroke: INK.grid });
    this.eventLines = new Pool("line", g("grid"), { stroke: INK.event, "stroke-dasharray": "2 3" });
    this.band = svg("path", { class: "band", fill: INK.band, "fill-opacity": 0.18, stroke: "none" }, this.root);
    this.change = svg("line", { stroke: INK.would, "stroke-width": 1 }, this.root);
    this.dots = new Pool("circle", g("published"));
    this.was = svg("path", { class: "was", fill: "none", stroke: INK.was, "stroke-width": 1.5 }, this.root);
    this.would = svg("path", { class: "would", fill: "none", stroke: INK.would, "stroke-width": 2.75,
                               "stroke-linejoin": "round" }, this.root);
    const rows = g("harm");
    this.rowWas = new Pool("path", rows, { fill: "none", stroke: INK.was, "stroke-width": 1.25 });
    this.rowWould = new Pool("path", rows, { fill: "none", stroke: INK.would, "stroke-width": 2 });
    this.rowNames = new Pool("text", rows, { fill: INK.text, stroke: INK.harm, ...HALO });
    this.rowTicks = new Pool("text", rows, { fill: INK.soft, "text-anchor": "end" });
    this.harmTitle = new Pool("text", g("harm-title"), { fill: INK.text, "font-weight": 600 });
    this.eventNames = new Pool("text", g("events"), { fill: INK.soft, stroke: INK.paper, ...HALO });
    this.unit = svg("text", { fill: INK.soft }, this.root);
    this.ticks = new Pool("text", g("axis"), { fill: INK.soft, "text-anchor": "end" });
    this.years = new Pool("text", g("axis"), { fill: INK.soft });
    this.frame = svg("rect", { fill: "none", stroke: INK.frame }, this.root);
    this.cursor = svg("line", { stroke: INK.soft, display: "none" }, this.root);
    const keys = g("keys");
    this.keyShapes = new Pool("path", keys);
    this.keyNames = new Pool("text", keys, { fill: INK.text });
  }

  resize(width: number, size: number): void {
    this.width = Math.max(240, Math.floor(width));
    this.size = size;
    this.layout = null;
  }

  draw(data: ChartData): void {
    const before = this.data ? wordsOf(this.data) : "";
    this.data = data;
    if (before !== wordsOf(data)) this.layout = null;
    if (this.width === 0) return;
    const l = (this.layout ??= this.measure(data));
    this.drawFrame(l, data);
    this.drawMain(l, data);
    this.drawHarm(l, data);
    this.drawKeys(l);
    set(this.root, { "aria-label": data.label });
  }

  /* Where everything stands; changes with the width and the words only. */
  private measure(data: ChartData): Layout {
    const f = this.size;
    const keys: Layout["keys"] = [];
    let x = 0;
    let y = f;
    for (const key of data.keys.flatMap((k) => folded(k, this.width - f * 2.2, f))) {
      const w = f * 2.2 + widthOf(key.text, f) + f;
      if (x > 0 && (x + w > this.width || key.kind === "more")) {
        x = 0;
        y += f * 1.5;
      }
      keys.push({ key, x, y });
      x += w;
    }
    const left = f * 4;
    const top = (data.keys.length ? y + f * 0.9 : 0) + f * 1.6;
    const w = this.width - left - f * 0.8;
    const fits = data.harm.every((r) => widthOf(r.name, f * 0.88) + widthOf(LONGEST, f * 0.88) < w - f);
    const names = fits ? null : data.harm.map((r) => wrapped(r.name, w - f, f * 0.88));
    const above = names ? 1.5 + 1.1 * Math.max(1, ...names.map((lines) => lines.length)) : 1.5;
    const rowHeight = f * (above + 2.4);
    const mainHeight = (this.tall ? (this.width < 500 ? 17 : 21) : 12) * f;
    const title = data.harm.length ? wrapped(data.harmTitle, w - f, f) : [];
    const head = f * (0.65 + 1.15 * title.length);
    const strip = data.harm.length ? head + data.harm.length * rowHeight + f * 0.4 : 0;
    const main = { x: left, y: top, w, h: mainHeight };
    const rows = data.harm.map((_, i) => ({
      x: left, y: top + mainHeight + head + i * rowHeight, w, h: rowHeight,
    }));
    const frame = { x: left, y: top, w, h: mainHeight + strip };
    return { size: f, keys, frame, main, rows, title, names, above, height: frame.y + frame.h + f * 1.9 };
  }

  private x(l: Layout, data: ChartData, month: number): number {
    const [from, until] = data.shown;
    return l.frame.x + ((month - from + 0.5) / (until - from + 1)) * l.frame.w;
  }

  private path(x: Numbers, from: number, until: number, at: (i: number) => number, y: (v: number) => number): string {
    let d = "";
    let pen = false;
    for (let i = from; i <= until; i++) {
      const v = x[i] as number;
      if (!Number.isFinite(v)) {
        pen = false;
        continue;
      }
      d += `${pen ? "L" : "M"}${at(i).toFixed(1)},${y(v).toFixed(1)}`;
      pen = true;
    }
    return d;
  }

  private drawFrame(l: Layout, data: ChartData): void {
    const { frame, size } = l;
    set(this.root, { width: this.width, height: l.height, viewBox: `0 0 ${this.width} ${l.height}`, "font-size": size });
    set(this.back, { x: 0, y: 0, width: this.width, height: l.height });
    set(this.frame, { x: frame.x, y: frame.y, width: frame.w, height: frame.h });
    set(this.harmBack, { x: frame.x, y: l.main.y + l.main.h, width: frame.w, height: frame.h - l.main.h });
    const [from, until] = data.shown;
    set(this.unit, { x: 0, y: frame.y - size * 0.5, "font-size": size * 0.88 });
    write(this.unit, cut(data.unit, this.width, size * 0.88));
    const step = frame.w / (until - from + 1);
    let end = 0; // of the last name that was written
    this.years.begin();
    this.yearLines.begin();
    for (let i = from; i <= until; i++) {
      const [year, month] = (data.months[i] ?? "").split("-");
      const wide = step * 3 > size * 4.6;
      if (month !== "01" && i !== from && !(wide && (Number(month) - 1) % 3 === 0)) continue;
      const x = frame.x + (i - from) * step;
      this.yearLines.next({ x1: x, x2: x, y1: frame.y, y2: frame.y + frame.h });
      const room = step * (wide ? 3 - ((Number(month) - 1) % 3) : 13 - Number(month)); // to the next name
      const named = this.writing.month(data.months[i] ?? "");
      const text = !wide ? (year ?? "") : month === "01" || i === from ? named : named.replace(year ?? "", "").trim();
      const length = widthOf(text, size);
      const last = this.width - 1.1 * length - 2; // the last name moves left rather than over the edge
      const begin = Math.min(x + 2, last);
      if ((room > length || x > last) && begin > end) {
        write(this.years.next({ x: begin, y: frame.y + frame.h + size * 1.3 }), text);
        end = begin + length + size * 0.4;
      }
    }
    this.years.end();
    this.yearLines.end();
  }

  private drawMain(l: Layout, data: ChartData): void {
    const { main, size } = l;
    const [from, until] = data.shown;
    const room = this.drawEvents(l, data);
    const dots = data.dots.filter((d) => d.at >= from && d.at <= until);
    const top = Math.max(most([data.was, data.would, data.high], from, until), ...dots.map((d) => d.value));
    const y = scaleLinear([0, top > 0 ? top : 1], [main.y + main.h, main.y + room]).nice(4);
    const at = (i: number) => this.x(l, data, i);
    this.grid.begin();
    this.ticks.begin();
    for (const t of y.ticks(main.h / size > 15 ? 5 : 3)) {
      const v = y(t);
      this.grid.next({ x1: main.x, x2: main.x + main.w, y1: v, y2: v });
      write(this.ticks.next({ x: main.x - size * 0.4, y: v + size * 0.35 }), this.writing.short(t));
    }
    this.grid.end();
    this.ticks.end();
    set(this.was, { d: this.path(data.was, from, until, at, y) });
    const begin = Math.max(from, data.changedFrom - 1);
    set(this.would, { d: data.would && data.changedFrom >= 0 ? this.path(data.would, begin, until, at, y) : "" });
    set(this.band, { d: this.bandPath(data, begin, until, at, y), "fill-opacity": data.stale ? 0.07 : 0.18 });
    this.drawDots(dots, at, y, size);
    const changed = data.changedFrom >= from && data.changedFrom <= until;
    const cx = at(data.changedAt);
    set(this.change, { x1: cx, x2: cx, y1: main.y, y2: l.frame.y + l.frame.h, display: changed ? "inline" : "none" });
  }

  private bandPath(data: ChartData, from: number, until: number, at: (i: number) => number,
                   y: (v: number) => number): string {
    if (!data.low || !data.high) return "";
    let up = "";
    let down = "";
    for (let i = Math.max(from, 0); i <= until; i++) {
      const low = data.low[i] as number;
      const high = data.high[i] as number;
      if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
      up += `${up ? "L" : "M"}${at(i).toFixed(1)},${y(high).toFixed(1)}`;
      down = `L${at(i).toFixed(1)},${y(low).toFixed(1)}${down}`;
    }
    return up ? up + down + "Z" : "";
  }

  private drawDots(dots: ChartData["dots"], at: (i: number) => number, y: (v: number) => number, size: number): void {
    this.dots.begin();
    const r = size * 0.24;
    for (const d of dots) {
      const judge = d.side !== "set";
      this.dots.next({
        cx: at(d.at).toFixed(1), cy: y(d.value).toFixed(1), r: judge ? r * 1.15 : r,
        fill: judge ? INK.paper : INK.frame, stroke: judge ? INK.text : INK.frame,
        "stroke-dasharray": d.side === "used" ? "1.5 1.5" : "none",
      });
    }
    this.dots.end();
  }

  /* Names in up to three lines at the top, each where it does not meet another; else a number. How high they are. */
  private drawEvents(l: Layout, data: ChartData): number {
    const { main, size } = l;
    const [from, until] = data.shown;
    const small = size * 0.88;
    const ends: number[] = [];
    this.numbered = [];
    this.eventLines.begin();
    this.eventNames.begin();
    for (const e of data.events) {
      if (e.at < from - 0.5 || e.at > until + 0.5) continue;
      const x = this.x(l, data, e.at);
      this.eventLines.next({ x1: x, x2: x, y1: main.y, y2: l.frame.y + l.frame.h });
      const numbers = this.width < 640;
      if (numbers) this.numbered.push(e.name);
      const text = numbers ? String(this.numbered.length) : e.name;
      const w = widthOf(text, small);
      const turn = x + w + 8 > main.x + main.w;
      const [start, end] = turn ? [x - w - 4, x - 2] : [x + 3, x + w + 6];
      let row = ends.findIndex((at) => at < start);
      if (row < 0) row = ends.push(0) - 1;
      ends[row] = end;
      write(this.eventNames.next({
        x: turn ? x - 3 : x + 3, y: main.y + (row + 1) * size * 1.15, "text-anchor": turn ? "end" : "start",
        "font-size": small,
      }), text);
    }
    this.eventLines.end();
    this.eventNames.end();
    return size * (0.9 + 1.15 * ends.length);
  }

  private drawHarm(l: Layout, data: ChartData): void {
    const { size } = l;
    for (const p of [this.rowWas, this.rowWould, this.rowNames, this.rowTicks, this.rowLines]) p.begin();
    this.harmTitle.begin();
    l.title.forEach((line, i) => write(this.harmTitle.next({ x: l.main.x + size * 0.5,
      y: l.main.y + l.main.h + size * (1.35 + 1.15 * i), "font-size": size * 0.92 }), line));
    this.harmTitle.end();
    data.harm.forEach((row, i) => this.drawRow(l, data, row, i));
    for (const p of [this.rowWas, this.rowWould, this.rowNames, this.rowTicks, this.rowLines]) p.end();
  }

  private drawRow(l: Layout, data: ChartData, row: HarmRow, i: number): void {
    const { size } = l;
    const box = l.rows[i] as Box;
    const [from, until] = data.shown;
    const top = most([row.was, row.would], from, until) || 1;
    const floor = box.y + box.h - size * 0.2;
    const y = (v: number) => floor - (v / top) * (box.h - size * l.above);
    const at = (month: number) => this.x(l, data, month);
    this.rowLines.next({ x1: box.x, x2: box.x + box.w, y1: floor, y2: floor });
    this.rowWas.next({ d: this.path(row.was, from, until, at, y) });
    const begin = Math.max(from, data.changedFrom - 1);
    this.rowWould.next({ d: row.would && data.changedFrom >= 0 ? this.path(row.would, begin, until, at, y) : "" });
    const small = size * 0.88;
    const put = (text: string, down: number) =>
      write(this.rowNames.next({ x: box.x + size * 0.5, y: box.y + size * down, "font-size": small }), cut(text, box.w - size, small));
    const lines = l.names ? [...(l.names[i] ?? []), row.total] : [`${row.name}: ${row.total}`];
    lines.forEach((line, k) => put(line, 0.95 + 1.1 * k));
    write(this.rowTicks.next({ x: box.x - size * 0.4, y: y(top) + size * 0.35, "font-size": small }),
          this.writing.short(top));
    write(this.rowTicks.next({ x: box.x - size * 0.4, y: floor + size * 0.1, "font-size": small }), "0");
  }

  private drawKeys(l: Layout): void {
    const f = l.size;
    this.keyShapes.begin();
    this.keyNames.begin();
    for (const { key, x, y } of l.keys) {
      const m = y - f * 0.35;
      const circle = `M${x + f * 0.6},${m}a${f * 0.3},${f * 0.3} 0 1 0 ${f * 0.6},0a${f * 0.3},${f * 0.3} 0 1 0 ${-f * 0.6},0`;
      const line = `M${x},${m}H${x + f * 1.8}`;
      const shape = key.kind === "more" ? "" : key.kind === "was" || key.kind === "would" ? line
        : key.kind === "change" ? `M${x + f * 0.9},${m - f * 0.6}v${f * 1.2}` : key.kind === "band" ? `M${x},${m - f * 0.4}h${f * 1.8}v${f * 0.8}h${-f * 1.8}z` : circle;
      this.keyShapes.next({
        d: shape,
        fill: key.kind === "band" ? INK.band : key.kind === "set" ? INK.frame
          : key.kind === "judge" || key.kind === "used" ? INK.paper : "none",
        "fill-opacity": key.kind === "band" ? 0.18 : 1,
        stroke: key.kind === "would" || key.kind === "change" ? INK.would : key.kind === "band" ? "none" : key.kind === "set" ? INK.frame : INK.was,
        "stroke-width": key.kind === "would" ? 2.75 : key.kind === "was" ? 1.5 : 1,
        "stroke-dasharray": key.kind === "used" ? "1.5 1.5" : "none",
      });
      write(this.keyNames.next({ x: x + f * 2.2, y, "font-size": f * 0.92 }), key.text);
    }
    this.keyShapes.end();
    this.keyNames.end();
  }

  /* The month under a point of the page, or -1. */
  monthAt(clientX: number): number {
    const l = this.layout;
    if (!l || !this.data) return -1;
    const [from, until] = this.data.shown;
    const part = (clientX - this.root.getBoundingClientRect().left - l.frame.x) / l.frame.w;
    return part < 0 || part > 1 ? -1 : Math.min(until, from + Math.floor(part * (until - from + 1)));
  }

  point(month: number): void {
    const l = this.layout;
    this.shownMonth = month;
    if (!l || !this.data || month < 0) {
      set(this.cursor, { display: "none" });
      return;
    }
    const x = this.x(l, this.data, month);
    set(this.cursor, { x1: x, x2: x, y1: l.frame.y, y2: l.frame.y + l.frame.h, display: "inline" });
  }
}

export type { ChartData, Curves };
