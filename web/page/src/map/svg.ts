/* Elements of a picture: made once, and set only where something differs, since each setting makes work for a browser. */
const SVG = "http://www.w3.org/2000/svg";
export type Attributes = Record<string, string | number>;

export function put<K extends keyof SVGElementTagNameMap>(parent: Element, name: K, attributes: Attributes = {}, text = ""): SVGElementTagNameMap[K] {
  const e = document.createElementNS(SVG, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, String(v));
  if (text) e.textContent = text;
  parent.append(e);
  return e;
}

export function set(e: Element, name: string, value: string): void {
  if (e.getAttribute(name) !== value) e.setAttribute(name, value);
}
export function say(e: Element, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}
export const shown = (e: Element, is: boolean) => set(e, "display", is ? "inline" : "none");
export const f1 = (v: number) => v.toFixed(1);
