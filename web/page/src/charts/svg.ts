/* Small tools for drawing: elements that are made once and then only changed. Attributes rather than style sheets, so
 * that a chart that is saved looks as it did. */

export const NS = "http://www.w3.org/2000/svg";
export type Attributes = Record<string, string | number>;

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K, attributes: Attributes = {}, parent?: Element,
): SVGElementTagNameMap[K] {
  const e = document.createElementNS(NS, tag);
  set(e, attributes);
  parent?.append(e);
  return e;
}

export function set(e: Element, attributes: Attributes): void {
  for (const key in attributes) {
    const value = String(attributes[key]);
    if (e.getAttribute(key) !== value) e.setAttribute(key, value);
  }
}

export { text as write } from "../ui/dom";

/* As many elements of a kind as are asked for; the rest is hidden and kept. */
export class Pool<K extends keyof SVGElementTagNameMap> {
  private items: SVGElementTagNameMap[K][] = [];
  private used = 0;
  constructor(private tag: K, private parent: Element, private fixed: Attributes = {}) {}
  begin(): void {
    this.used = 0;
  }
  next(attributes: Attributes): SVGElementTagNameMap[K] {
    let e = this.items[this.used];
    if (!e) this.items.push((e = svg(this.tag, this.fixed, this.parent)));
    this.used++;
    e.removeAttribute("display");
    set(e, attributes);
    return e;
  }
  end(): void {
    for (let i = this.used; i < this.items.length; i++) this.items[i]?.setAttribute("display", "none");
  }
}

/* About as wide as the text is; fonts differ, so a little too wide. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.54;

/* Words in lines no wider than a width. */
export function wrapped(words: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const w of words.split(/\s+/)) {
    if (line && widthOf(`${line} ${w}`, size) > width) {
      lines.push(line);
      line = w;
    } else line = line ? `${line} ${w}` : w;
  }
  if (line) lines.push(line);
  return lines;
}

/* The ink of all charts. One accent for the what-if, ink for what was; no colour says that fewer is good. */
export const INK = {
  text: "#1c1b19",
  soft: "#595650",
  grid: "#e4e0d8",
  frame: "#8f8a80",
  was: "#1c1b19",
  would: "#1f5fa8",
  band: "#1f5fa8",
  event: "#8f8a80",
  harm: "#f4f1ea",
  paper: "#ffffff",
};
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
