/* Colours and signs of the map. Modes are told by colour, and those over sea and air by dashes; circles by colour and by
 * what fills them; more and fewer by a full or a broken line. No colour stands for good. */
import type { Circle } from "./series";

export const PAPER = { sea: "#e9eff3", land: "#f8f6f0", border: "#8d8777", state: "#d3cdbf", coast: "#c2c6c8", country: "#676254", halo: "#fdfcf9" };
export const INK = "#1c1c1e";
export const SOFT = "#55534d";
export const HARM = "#111111";

const KNOWN: Record<string, string> = { bus: "#3a78b5", train: "#1f2f5c", truck: "#2a8583", smuggler: "#b0559f", walk: "#a4552a", boat: "#2a86c0", air: "#85807a" };
const OTHERS = ["#6b5b95", "#7a6a3a", "#4f7d8c", "#8a4b6d", "#5d5d5d"];

export const modeColour = (mode: string, k: number) => KNOWN[mode] ?? OTHERS[k % OTHERS.length]!;
export const modeDash = (mode: string) => (mode === "air" ? [2, 4] : mode === "boat" ? [7, 4] : null);

export const CIRCLE: Record<Circle, { fill: string; stroke: string; lines: string | null }> = {
  waiting: { fill: "#f2b632", stroke: "#5c4300", lines: null },
  held: { fill: "#ffffff", stroke: "#6a3d8f", lines: "#6a3d8f" },
  custody: { fill: "#d5e0ea", stroke: "#16324f", lines: "#16324f" },
};
export const MORE = "#17508c";
export const FEWER = "#9a4f00";
