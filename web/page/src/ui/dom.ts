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

/* Makes what stands in `host` the same as `next`, and leaves every element there that stays: what is pressed, has the
 * focus, is selected or was opened goes on. */
export function renew(host: Element, next: Node[]): void {
  const old = [...host.childNodes];
  next.forEach((n, i) => {
    const o = old[i];
    if (!o) host.append(n);
    else if (o instanceof Element && n instanceof Element && o.tagName === n.tagName) {
      likened(o, n);
      renew(o, [...n.childNodes]);
    } else if (o instanceof Text && n instanceof Text) {
      if (o.data !== n.data) o.data = n.data;
    } else o.replaceWith(n);
  });
  for (const o of old.slice(next.length)) o.remove();
}

function likened(o: Element, n: Element): void {
  for (const { name } of [...o.attributes]) if (name !== "open" && name !== "style" && !n.hasAttribute(name)) o.removeAttribute(name);
  for (const { name, value } of [...n.attributes])
    if (name !== "open" && name !== "style" && o.getAttribute(name) !== value) o.setAttribute(name, value);
  if (o instanceof HTMLElement && n instanceof HTMLElement && o.style.cssText !== n.style.cssText) o.style.cssText = n.style.cssText;
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
