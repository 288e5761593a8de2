/* Nothing moves under a finger: from the moment that a button, a link or a fold is touched until the click is told, nothing
 * is drawn. What grew or came in between would put another thing under it, and the press would be lost without a word. */
const LATE_MS = 350; // after a touch ends its click is told at the latest

export class Press {
  on = false;
  private timer = 0;

  constructor(private readonly ended: () => void) {
    addEventListener("pointerdown", (e) => this.begin(e.target), true);
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.end(LATE_MS), true);
    addEventListener("click", () => this.end(0), true);
    addEventListener("blur", () => this.end(0));
  }

  private begin(what: EventTarget | null): void {
    if (!(what instanceof Element) || !what.closest("button, a, summary, label")) return;
    clearTimeout(this.timer);
    this.on = true;
  }

  private end(after: number): void {
    if (!this.on) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.on = false;
      this.ended();
    }, after);
  }
}
