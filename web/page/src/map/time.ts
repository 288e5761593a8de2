/* The month: a slider and a button that plays. Under `reduced motion` playing steps slowly; nothing glides in any case. */
import { button, make } from "./dom";
import { say } from "./svg";
import type { MapWords } from "./words";

export class Time {
  private range: HTMLInputElement;
  private said: HTMLElement;
  private play: HTMLButtonElement;
  private timer = 0;
  private last = 0;

  constructor(
    host: Element,
    private words: MapWords,
    private months: () => string[],
    private tell: (index: number) => string,
    private moved: (index: number, playing: boolean) => void,
    private slow: boolean,
  ) {
    const box = make(host, "div", { class: "vm-time" });
    this.play = button(box, "vm-button vm-play", words.play, () => (this.timer ? this.stop() : this.start()));
    this.range = make(box, "input", { type: "range", min: 0, max: 0, step: 1, "aria-label": words.month });
    this.said = make(box, "output", { class: "vm-month" });
    this.range.addEventListener("input", () => {
      this.stop();
      this.moved(Number(this.range.value), false);
    });
  }

  show(index: number, done: number): void {
    this.last = Math.max(0, done - 1);
    this.range.max = String(this.last);
    this.range.value = String(index);
    const text = this.tell(index);
    say(this.said, text);
    this.range.setAttribute("aria-valuetext", text);
  }

  private start(): void {
    if (this.last < 1) return;
    const at = Number(this.range.value);
    this.play.textContent = this.words.pause;
    this.step(at >= this.last ? 0 : at + 1);
  }

  private step(index: number): void {
    if (!this.play.isConnected || index > this.last || index >= this.months().length) return this.stop();
    this.moved(index, true);
    this.timer = window.setTimeout(() => this.step(index + 1), this.slow ? 1000 : 280);
    if (index >= this.last) this.stop();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.play.textContent = this.words.play;
  }
}
