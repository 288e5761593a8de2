/* Harm of the month for the whole way, in the frame below the map: whoever cuts out the picture takes it along. */
import type { Drawing, State } from "./drawing";
import { FRAME } from "./series";
import { HARM, PAPER, SOFT } from "./style";
import { put, say } from "./svg";

export type HarmSeries = (typeof FRAME)[number];

export class Strip {
  private cells: { series: HarmSeries; value: SVGTextElement }[] = [];

  constructor(
    private drawing: Drawing,
    private parent: SVGGElement,
    private series: HarmSeries[],
  ) {}

  static height(width: number, em: number, series: number): number {
    return Math.ceil(em * (width < 600 ? 2 + Math.ceil(series / 2) * 2.95 : 3.4));
  }

  resize(): void {
    const { drawing, parent } = this;
    const { width, height, strip, em } = drawing.frame;
    const columns = drawing.narrow ? 2 : this.series.length;
    const left = drawing.narrow ? 0 : Math.min(width * 0.2, em * 14);
    parent.replaceChildren();
    put(parent, "rect", { x: 0, y: height, width, height: strip, fill: "#ffffff", stroke: PAPER.border });
    put(parent, "text", { x: em, y: height + em * 1.5, "font-weight": 700, fill: HARM }, drawing.words.harm);
    this.cells = this.series.map((series, i) => {
      const x = left + ((width - left) / columns) * (i % columns) + em;
      const y = height + em * (drawing.narrow ? 3.2 + Math.floor(i / 2) * 2.9 : 1.5);
      const value = put(parent, "text", { x, y, "font-size": em * 1.2, "font-weight": 700, fill: HARM, "data-harm": series });
      put(parent, "text", { x, y: y + em * 1.25, "font-size": em * 0.92, fill: SOFT }, drawing.words[series]);
      return { series, value };
    });
  }

  show(state: State): void {
    for (const { series, value } of this.cells) {
      const people = this.drawing.shownOf(state).total(series, state.month);
      const sign = series === "deaths" ? "◆ " : series === "kidnappings" ? "◇ " : "";
      const more = state.view === "difference" && state.before ? ` (${this.drawing.signed(people - state.before.total(series, state.month), state)})` : "";
      say(value, `${sign}${this.drawing.number(people)}${more}`);
    }
  }
}
