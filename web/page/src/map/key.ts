/* Places at the border whose names had no room on the map: below it, with their numbers, to be picked. */
import { button, make } from "./dom";
import type { Keyed } from "./names";
import type { Node } from "./scene";
import type { MapWords } from "./words";

export class MapKey {
  private readonly box: HTMLElement;
  private shown = "";
  private room = { width: 0, height: 0 };

  constructor(host: Element, private words: MapWords, private pick: (node: Node) => void) {
    this.box = make(host, "div", { class: "vm-key", role: "group", "aria-label": words.key });
  }

  /* Made anew only when other places stand in it: a button that is pressed stays under the finger. */
  show(list: Keyed[], picked: Node | null): void {
    const key = list.map((k) => `${k.number}:${k.node.id}`).join("|");
    if (key !== this.shown) {
      this.box.hidden = false;
      this.fill(list);
      this.keepRoom();
    }
    this.shown = key;
    this.box.hidden = this.room.height === 0;
    [...this.box.querySelectorAll("button")].forEach((b, i) => b.setAttribute("aria-pressed", String(list[i]?.node === picked)));
  }

  /* As high as it ever was at this width: what is below it stays where it is while months go by. */
  private keepRoom(): void {
    const { box, room } = this;
    const width = box.clientWidth;
    box.style.minHeight = "";
    const height = box.childElementCount ? box.offsetHeight : 0;
    this.room = { width, height: width === room.width ? Math.max(room.height, height) : height };
    box.style.minHeight = `${this.room.height}px`;
  }

  private fill(list: Keyed[]): void {
    this.box.replaceChildren();
    if (!list.length) return;
    make(this.box, "span", { class: "vm-soft" }, this.words.key);
    for (const { node, number } of list) {
      const b = button(this.box, "vm-chip", "", () => this.pick(node));
      if (number) make(b, "b", {}, String(number));
      make(b, "span", {}, node.kind === "sector" ? `${node.title} (${this.words.sector})` : node.title);
    }
  }
}
