/* What lies under the mouse, in words: a leg, a sector's encounters, a place. Touch and keys have the card and the
 * spoken names instead. */
import type { State } from "./drawing";
import { make } from "./dom";
import type { Picture } from "./picture";
import { say } from "./svg";

export class Tip {
  private box: HTMLElement;

  constructor(
    private frame: HTMLElement,
    private picture: Picture,
    state: () => State | null,
  ) {
    this.box = make(frame, "div", { class: "vm-tip", "aria-hidden": "true", hidden: true });
    const { svg } = picture;
    svg.addEventListener("pointermove", (e) => {
      const now = state();
      const text = now && e.pointerType === "mouse" && e.buttons === 0 && e.target instanceof Element ? this.picture.tell(e.target, now) : "";
      if (text) this.show(text, e);
      else this.box.hidden = true;
    });
    for (const end of ["pointerleave", "pointerdown"]) svg.addEventListener(end, () => (this.box.hidden = true));
  }

  private show(text: string, e: PointerEvent): void {
    say(this.box, text);
    this.box.hidden = false;
    const corner = this.frame.getBoundingClientRect();
    const [x, y] = [e.clientX - corner.left, e.clientY - corner.top];
    const left = x > corner.width * 0.6;
    this.box.style.left = left ? "" : `${x + 14}px`;
    this.box.style.right = left ? `${corner.width - x + 14}px` : "";
    this.box.style.top = `${y + 14}px`;
  }
}
