/* Elements of a picture: made once, and set only where something differs, since each setting makes work for a browser. */
import { svg, type Attributes } from "../charts/svg";

export { text as say } from "../ui/dom";
export type { Attributes };

export function put<K extends keyof SVGElementTagNameMap>(parent: Element, name: K, attributes: Attributes = {}, text = ""): SVGElementTagNameMap[K] {
  const e = svg(name, attributes, parent);
  if (text) e.textContent = text;
  return e;
}

export function set(e: Element, name: string, value: string): void {
  if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}
export const shown = (e: Element, is: boolean) => set(e, "display", is ? "inline" : "none");
export const f1 = (v: number) => v.toFixed(1);
