/* The map as a table, for screen readers and for whoever wants the numbers: places and sectors, then the legs with most
 * people. Filled while it is open only. */
import { capital } from "../words/words";
import { make } from "./dom";
import type { State } from "./drawing";
import type { Picture } from "./picture";
import { CIRCLES, ENTRIES, LEGS, SERIES_OF } from "./series";
import type { Node } from "./scene";
import type { MapWords } from "./words";

const MOST_LEGS = 40;

export class MapTable {
  readonly details: HTMLDetailsElement;
  private places: HTMLTableElement;
  private legs: HTMLTableElement;

  constructor(
    host: Element,
    private picture: Picture,
    private words: MapWords,
    private number: (n: number) => string,
    private opened: () => void,
  ) {
    this.details = make(host, "details", { class: "vm-table" });
    make(this.details, "summary", {}, words.table);
    const scroll = make(this.details, "div", { class: "vm-scroll", tabindex: 0, role: "region", "aria-label": words.table });
    this.places = make(scroll, "table");
    this.legs = make(scroll, "table");
    this.details.addEventListener("toggle", () => this.details.open && this.opened());
  }

  show(state: State, month: string): void {
    if (!this.details.open) return;
    this.placesOf(state, month);
    this.legsOf(state, month);
  }

  private head(table: HTMLTableElement, caption: string, columns: string[]): HTMLElement {
    table.replaceChildren();
    make(table, "caption", {}, caption);
    const row = make(make(table, "thead"), "tr");
    for (const c of columns) make(row, "th", { scope: "col" }, capital(c));
    return make(table, "tbody");
  }

  private row(body: Element, name: string, cells: string[], text = 0): void {
    const row = make(body, "tr");
    make(row, "th", { scope: "row" }, name);
    cells.forEach((c, i) => make(row, "td", i < text ? { class: "vm-words" } : {}, c));
  }

  /* "1,200 (+300)": what is, and what the change made of it. */
  private told(state: State, series: string, cell: string): string {
    const value = this.picture.drawing.shownOf(state).by(series).value(cell, state.month);
    if (state.view !== "difference" || !state.before) return this.number(value);
    return `${this.number(value)} (${this.picture.drawing.signed(value - state.before.by(series).value(cell, state.month), state)})`;
  }

  private placesOf(state: State, month: string): void {
    const w = this.words;
    const columns = CIRCLES.filter((c) => this.picture.scene.nodes.some((n) => n.circles.includes(c)));
    const body = this.head(this.places, `${w.tablePlaces}, ${month}`, [w.place, w.encounters, ...columns.map((c) => w[c]), w.deaths, w.kidnappings]);
    const cell = (n: Node, has: boolean, series: string) => (has ? this.told(state, series, n.name) : "");
    for (const n of this.picture.scene.nodes) {
      if (n.kind === "place" && !n.circles.length) continue;
      this.row(body, n.kind === "sector" ? `${n.title} (${w.sector})` : n.title, [
        cell(n, n.kind === "sector" && this.picture.scene.hasEntries, ENTRIES),
        ...columns.map((c) => cell(n, n.circles.includes(c), SERIES_OF[c])),
        cell(n, n.sign === "deaths", "deaths"),
        cell(n, n.sign === "kidnappings", "kidnappings"),
      ]);
    }
  }

  private legsOf(state: State, month: string): void {
    const w = this.words;
    const by = this.picture.drawing.shownOf(state).by(LEGS);
    const size = (name: string) => (state.view === "difference" && state.before ? Math.abs(by.value(name, state.month) - state.before.by(LEGS).value(name, state.month)) : by.value(name, state.month));
    const legs = this.picture.scene.roads.flatMap((r) => r.legs.map((l) => ({ ...l, from: r.from.title, to: r.to.title, size: size(l.name) })));
    legs.sort((a, b) => b.size - a.size);
    const body = this.head(this.legs, `${w.tableLegs}, ${month}`, [w.leg, w.mode, w.people]);
    for (const l of legs.slice(0, MOST_LEGS)) if (l.size > 0) this.row(body, `${l.from} – ${l.to}`, [w.modes[l.mode] ?? l.mode, this.told(state, LEGS, l.name)], 1);
  }
}
