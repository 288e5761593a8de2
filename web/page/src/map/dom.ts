/* Elements of the map's surroundings, each at the end of its parent. */
import { h } from "../ui/dom";

type Properties = Record<string, string | number | boolean>;

export function make<K extends keyof HTMLElementTagNameMap>(parent: Element | null, name: K, properties: Properties = {}, text = ""): HTMLElementTagNameMap[K] {
  const e = h(name, properties, text);
  parent?.append(e);
  return e;
}

export function button(parent: Element, name: string, text: string, act: () => void, label = ""): HTMLButtonElement {
  const b = make(parent, "button", { type: "button", class: name }, text);
  if (label) {
    b.setAttribute("aria-label", label);
    b.title = label;
  }
  b.addEventListener("click", act);
  return b;
}
