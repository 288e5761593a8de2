/* A chart with what belongs to it: title, the month under the hand, events by number, table, downloads. */
import { button, clear, fileName, h, save, text } from "../ui/dom";
import { LineChart } from "./line";
import { csvOf, pngOf, svgFile } from "./export";
import type { Margin } from "../engine/types";
import { tableOf } from "./table";
import type { ChartData, Writing } from "./data";

/* Words of a chart, in the language of the page. */
export interface FigureWords {
  title: string;
  about: string; // one line under the title
  caption: string; // with every picture of it: model, fit, range, publishers, limits
  question: string;
  of: { series: string; margin: Margin; cell: string; unit: string }; // as the engine calls them, in every language
  harm: number; // 1: the series itself is harm
  legend: string; // where the chart itself has no keys
}
export interface FigureLabels {
  table: string;
  tableOf: string;
  columns: { month: string; was: string; would: string; low: string; high: string; published: string };
  csv: string;
  svg: string;
  png: string;
  download(what: string, title: string): string;
}

export class Figure {
  readonly root: HTMLElement;
  readonly chart: LineChart;
  private data: ChartData | null = null;
  private readonly heading: HTMLElement;
  private readonly about = h("p", { class: "about" });
  private readonly readout = h("p", { class: "readout", "aria-live": "polite" });
  private readonly caption = h("p", { class: "caption" });
  private readonly list = h("ol", { class: "events" });
  private readonly details: HTMLDetailsElement;
  private readonly buttons: HTMLElement;

  constructor(host: Element, private words: FigureWords, private labels: FigureLabels, private writing: Writing,
              options: { tall: boolean; key: string; level?: "h2" | undefined }) {
    const frame = h("div", { class: "chart-frame" });
    this.heading = h(options.level ?? "h3");
    this.details = h("details", { class: "chart-table" }, h("summary", {}, labels.table));
    this.details.addEventListener("toggle", () => this.fillTable());
    this.buttons = h("p", { class: "downloads" });
    this.root = h("figure", { class: options.tall ? "chart tall" : "chart", "data-key": options.key },
                  h("figcaption", {}, this.heading, this.about), frame, this.list, this.readout,
                  this.caption, h("div", { class: "chart-foot" }, this.details, this.buttons));
    host.append(this.root);
    this.chart = new LineChart(frame, writing, options.tall);
    this.chart.root.addEventListener("pointermove", (e) => this.point(this.chart.monthAt(e.clientX)));
    this.chart.root.addEventListener("pointerleave", () => this.point(-1));
    this.chart.root.addEventListener("keydown", (e) => this.key(e));
    this.chart.root.addEventListener("blur", () => this.point(-1));
    this.fillButtons();
    this.say(words);
  }

  say(words: FigureWords): void {
    this.words = words;
    text(this.heading, words.title);
    if (!this.data) this.chart.root.setAttribute("aria-label", words.title);
    text(this.about, words.about);
    text(this.caption, words.caption);
    if (this.data) this.fillTable();
  }

  private fillButtons(): void {
    const { labels } = this;
    const make = (what: string, act: () => void) =>
      button(what, act, { class: "plain", "aria-label": labels.download(what, this.words.title) });
    this.buttons.append(
      make(labels.csv, () => this.data && save(this.name("csv"), csvOf([{ data: this.data, words: this.words }]), "text/csv")),
      make(labels.svg, () => save(this.name("svg"), svgFile(this.chart, this.words), "image/svg+xml")),
      make(labels.png, () => void pngOf(svgFile(this.chart, this.words)).then((b) => save(this.name("png"), b, "image/png"))),
    );
  }

  private name(end: string): string {
    return `${fileName(this.words.title)}.${end}`;
  }

  get drawn(): boolean {
    return this.data !== null;
  }

  inSight(): boolean {
    return inSight(this.root);
  }

  resize(width: number, size: number): void {
    this.chart.resize(width, size);
    if (this.data) this.draw(this.data);
  }

  draw(data: ChartData): void {
    this.data = data;
    this.chart.draw(data);
    this.fillEvents();
    if (this.details.open) this.fillTable();
    if (this.chart.shownMonth >= 0) this.point(this.chart.shownMonth);
  }

  private fillEvents(): void {
    const names = this.chart.numbered;
    if (this.list.dataset.names === names.join("|")) return;
    this.list.dataset.names = names.join("|");
    clear(this.list);
    this.list.hidden = names.length === 0;
    for (const n of names) this.list.append(h("li", {}, n));
  }

  private fillTable(): void {
    if (!this.details.open || !this.data) return;
    this.details.querySelector(".scroll")?.remove();
    this.details.append(tableOf(this.data, this.words, this.labels, this.writing));
  }

  private key(e: KeyboardEvent): void {
    const d = this.data;
    const by = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!d || by === 0) return;
    e.preventDefault();
    const now = this.chart.shownMonth < 0 ? (by > 0 ? d.shown[0] - 1 : d.shown[1] + 1) : this.chart.shownMonth;
    this.point(Math.max(d.shown[0], Math.min(d.shown[1], now + by)));
  }

  private point(month: number): void {
    const d = this.data;
    this.chart.point(month);
    if (!d || month < 0) {
      text(this.readout, "");
      return;
    }
    const { number } = this.writing;
    const c = this.labels.columns;
    const parts = [`${this.writing.month(d.months[month] ?? "")}: ${c.was} ${number(d.was[month] as number)}`];
    if (d.would && month >= d.changedFrom && d.changedFrom >= 0) {
      const range = d.low && d.high && Number.isFinite(d.low[month] as number)
        ? ` (${number(d.low[month] as number)} – ${number(d.high[month] as number)})` : "";
      parts.push(`${c.would} ${number(d.would[month] as number)}${range}`);
    }
    for (const dot of d.dots) if (dot.at === month) parts.push(`${c.published} ${number(dot.value)}`);
    for (const row of d.harm) {
      const would = row.would && d.changedFrom >= 0 && month >= d.changedFrom ? ` → ${number(row.would[month] as number)}` : "";
      parts.push(`${row.name} ${number(row.was[month] as number)}${would}`);
    }
    text(this.readout, parts.join(" · "));
  }
}

/* What is out of sight is drawn when it comes into sight. */
export function inSight(e: Element): boolean {
  const box = e.getBoundingClientRect();
  return e.isConnected && box.bottom > -200 && box.top < window.innerHeight + 200;
}
