/* Elements by script alone: text as text, never as markup. */
type Properties = Record<string, string | number | boolean>;

export function make<K extends keyof HTMLElementTagNameMap>(parent: Element | null, name: K, properties: Properties = {}, text = ""): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(properties)) {
    if (v === false) continue;
    e.setAttribute(k, v === true ? "" : String(v));
  }
  if (text) e.textContent = text;
  parent?.append(e);
  return e;
}

/* As the first word of a line. */
export const first = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export function button(parent: Element, name: string, text: string, act: () => void, label = ""): HTMLButtonElement {
  const b = make(parent, "button", { type: "button", class: name }, text);
  if (label) {
    b.setAttribute("aria-label", label);
    b.title = label;
  }
  b.addEventListener("click", act);
  return b;
}
