/* What the parts of the picture share: the scene, where it lies in the frame, its scales, and how a number is read of
 * the answers. */
import type { Point } from "./geography";
import type { Transform } from "./layout";
import type { Node, Scene } from "./scene";
import type { Circle, Seen, Sign } from "./series";
import type { MapWords } from "./words";

export type View = "asItWas" | "whatIf" | "difference";
export interface Layers {
  flows: boolean;
  waiting: boolean;
  held: boolean;
  custody: boolean;
  mode: string; // "" all
}
export interface State {
  view: View;
  layers: Layers;
  month: number;
  now: Seen;
  before: Seen | null; // without the change
  picked: Node | null;
}
export interface Scale {
  flow: number; // people of the widest band
  circle: number; // people of the largest circle
  width: number; // pixels
  radius: number;
  sign: Record<Sign, number>; // people, of the largest sign of each harm
  side: number;
}
export interface Frame {
  width: number;
  height: number; // of the map alone
  strip: number; // of harm, below
  head: number; // of words, above
  em: number; // of letters
}

export class Drawing {
  frame: Frame = { width: 0, height: 0, strip: 0, head: 0, em: 12 };
  transform: Transform = { k: 1, x: 0, y: 0 };
  scale: Scale = { flow: 1, circle: 1, width: 1, radius: 1, sign: { deaths: 1, kidnappings: 1 }, side: 1 };
  font = "sans-serif";
  private ruler = document.createElement("canvas").getContext("2d");

  constructor(
    readonly scene: Scene,
    readonly words: MapWords,
    readonly number: (n: number) => string,
    readonly id: string,
  ) {}

  get narrow(): boolean {
    return this.frame.width < 600;
  }

  inside([x, y]: Point): boolean {
    return x >= 0 && y >= 0 && x <= this.frame.width && y <= this.frame.height;
  }

  patternOf(c: Circle): string {
    return `${this.id}-${c}`;
  }

  wide(text: string, size: number, bold = false): number {
    if (!this.ruler) return text.length * size * 0.6;
    this.ruler.font = `${bold ? 700 : 400} ${size}px ${this.font}`;
    return this.ruler.measureText(text).width;
  }

  radius(people: number): number {
    return this.scale.radius * Math.sqrt(Math.max(0, people) / this.scale.circle);
  }

  /* Whose figures are shown; those without the change, if they are what is laid out by. */
  shownOf(state: State): Seen {
    return state.view === "asItWas" && state.before ? state.before : state.now;
  }
  baseOf(state: State): Seen {
    return state.before ?? state.now;
  }

  /* What is drawn of a number: itself, or by how much it differs. */
  value(state: State, series: string, cell: string): number {
    const value = this.shownOf(state).by(series).value(cell, state.month);
    return state.view === "difference" && state.before ? value - state.before.by(series).value(cell, state.month) : value;
  }

  signed(people: number, state: State): string {
    const text = this.number(people);
    if (state.view !== "difference") return text;
    return !/[1-9]/.test(text) ? "±0" : people > 0 ? `+${text}` : text;
  }
}
