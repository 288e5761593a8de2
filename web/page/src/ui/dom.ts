/* Elements without markup: text is text, whatever it holds. */

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | ((e: Event) => void) | null | undefined>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") e.addEventListener(key.slice(2), value);
    else if (key === "value" && "value" in e) (e as unknown as HTMLInputElement).value = String(value);
    else e.setAttribute(key, value === true ? "" : String(value));
  }
  for (const c of children) if (c) e.append(c);
  return e;
}

export function clear(e: Element): void {
  e.replaceChildren();
}

export function text(e: Element, words: string): void {
  if (e.textContent !== words) e.textContent = words;
}

export function button(words: string, act: () => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick: act, ...props }, words);
}

/* What may be wider than the screen scrolls by itself, by keyboard too. */
export function scrolled(name: string, inside: Node): HTMLElement {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, inside);
}

/* A name for a file that every system takes. */
export function fileName(words: string): string {
  const plain = words.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase();
  return plain.slice(0, 60) || "vado";
}

export function follow(link: Props): void {
  const a = h("a", link);
  document.body.append(a);
  a.click();
  a.remove();
}

export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  follow({ href: url, download: name });
  setTimeout(() => URL.revokeObjectURL(url), 60000); // a busy machine begins late to read it
}
