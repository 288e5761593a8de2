/* The numbers of one place or sector, beside the map. */
import { capital } from "../words/words";
import { button, make } from "./dom";
import type { State } from "./drawing";
import type { Picture } from "./picture";
import type { Node } from "./scene";
import { ENTRIES, LEGS, SERIES_OF } from "./series";
import { say } from "./svg";
import type { MapWords } from "./words";

export class Card {
  private body: HTMLElement;
  private key = "";
  private rows: { value: HTMLElement; of: (state: State) => string }[] = [];

  constructor(
    host: Element,
    private picture: Picture,
    private words: MapWords,
    private number: (n: number) => string,
    private clear: () => void,
  ) {
    this.body = make(host, "div", { class: "vm-card" });
  }

  show(state: State): void {
    const key = state.picked?.id ?? "";
    if (key !== this.key || !this.body.childElementCount) this.make(state.picked);
    this.key = key;
    for (const r of this.rows) say(r.value, r.of(state));
  }

  private make(node: Node | null): void {
    this.body.replaceChildren();
    this.rows = [];
    if (!node) {
      make(this.body, "p", { class: "vm-soft" }, this.words.pick);
      return;
    }
    make(this.body, "h3", {}, node.kind === "sector" ? `${node.title} (${this.words.sector})` : node.title);
    const list = make(this.body, "dl");
    const row = (text: string, series: string, cells: string[]) => {
      make(list, "dt", {}, capital(text));
      this.rows.push({ value: make(list, "dd"), of: (state) => this.told(state, series, cells) });
    };
    if (node.sign) row(this.words[node.sign], node.sign, [node.name]);
    for (const c of node.circles) row(this.words[c], SERIES_OF[c], [node.name]);
    if (node.kind === "sector" && this.picture.scene.hasEntries) row(this.words.encounters, ENTRIES, [node.name]);
    if (node.arriving.length) row(this.words.arriving, LEGS, node.arriving);
    if (node.leaving.length) row(this.words.leaving, LEGS, node.leaving);
    button(this.body, "vm-button", this.words.clear, this.clear);
  }

  private told(state: State, series: string, cells: string[]): string {
    const sum = (s: State["now"]) => cells.reduce((total, c) => total + s.by(series).value(c, state.month), 0);
    const now = sum(this.picture.drawing.shownOf(state));
    if (!state.before || state.view === "asItWas") return this.number(now);
    const before = sum(state.before);
    if (state.view === "difference") return `${this.picture.drawing.signed(now - before, state)} (${this.number(before)} ${this.words.without})`;
    return `${this.number(now)} (${this.number(before)} ${this.words.without})`;
  }
}
