/* Zoom and pan: by buttons, keys, wheel, mouse and touch. The page stays scrollable: a wheel zooms with ctrl or once the
 * map was pressed, one finger moves the map only after it was enlarged, two always do. */
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";
import { cornersOf, type Box, type Geography } from "./geography";
import type { Transform } from "./layout";
import type { Frame } from "./drawing";

const MOST = 40;

export class Navigation {
  private base: Transform = { k: 1, x: 0, y: 0 };
  private zoomed: ZoomTransform = zoomIdentity;
  private frame: Frame = { width: 1, height: 1, strip: 0, head: 0, em: 12 };
  private behaviour;
  private engaged = false;

  constructor(
    private svg: SVGSVGElement,
    private geography: Geography,
    private onward: [number, number], // where room is left for sectors
    moved: () => void,
  ) {
    this.behaviour = zoom<SVGSVGElement, unknown>()
      .scaleExtent([1, MOST])
      .filter((event: Event) => this.takes(event))
      .on("zoom", (event: { transform: ZoomTransform }) => {
        this.zoomed = event.transform;
        this.svg.style.touchAction = this.zoomed.k > 1.01 ? "none" : "pan-x pan-y";
        moved();
      });
    const selection = select(svg);
    selection.call(this.behaviour).on("dblclick.zoom", null);
    svg.style.touchAction = "pan-x pan-y";
    svg.addEventListener("pointerdown", () => (this.engaged = true));
    svg.addEventListener("focusout", () => (this.engaged = false));
    svg.addEventListener("mouseleave", () => (this.engaged = false));
    svg.addEventListener("keydown", (e) => this.key(e));
  }

  private takes(event: Event): boolean {
    if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey || this.engaged;
    if (typeof TouchEvent !== "undefined" && event instanceof TouchEvent) return event.touches.length > 1 || this.zoomed.k > 1.01;
    return event instanceof MouseEvent && event.button === 0 && !event.ctrlKey;
  }

  /* So many pixels a degree that a box lies within the frame, with room for labels around it. */
  private fitting(box: Box, lean: number): Transform {
    const c = cornersOf(box);
    const { width, height, em } = this.frame;
    const room = (way: number) => 10 + Math.max(0, way) * Math.min(em * 6.5, height * 0.16);
    const [left, right, top, bottom] = [room(-this.onward[0]), room(this.onward[0]), room(-this.onward[1]), room(this.onward[1])];
    const k = Math.min((width - left - right) / c.width, (height - top - bottom) / c.height);
    /* Of what is left over, more is on that side too. */
    const share = (way: number) => 0.5 + lean * way;
    const [spareX, spareY] = [width - left - right - c.width * k, height - top - bottom - c.height * k];
    return { k, x: left + spareX * share(-this.onward[0]) - c.x * k, y: top + spareY * share(-this.onward[1]) - c.y * k };
  }

  resize(frame: Frame): void {
    this.frame = frame;
    this.base = this.fitting(this.geography.way, 0.22);
    const c = cornersOf(this.geography.box);
    const corner = (x: number, y: number): [number, number] => [x * this.base.k + this.base.x, y * this.base.k + this.base.y];
    const [x0, y0] = corner(c.x, c.y);
    const [x1, y1] = corner(c.x + c.width, c.y + c.height);
    this.behaviour.extent([
      [0, 0],
      [frame.width, frame.height],
    ]);
    this.behaviour.translateExtent([
      [Math.min(0, x0), Math.min(0, y0)],
      [Math.max(frame.width, x1), Math.max(frame.height, y1)],
    ]);
  }

  get transform(): Transform {
    const z = this.zoomed;
    return { k: this.base.k * z.k, x: this.base.x * z.k + z.x, y: this.base.y * z.k + z.y };
  }
  get zoom(): number {
    return this.zoomed.k;
  }

  by(factor: number): void {
    select(this.svg).call(this.behaviour.scaleBy, factor);
  }

  to(box: Box | null): void {
    if (!box) return void select(this.svg).call(this.behaviour.transform, zoomIdentity);
    const t = this.fitting(box, 0.1);
    const k = Math.max(1, Math.min(MOST, t.k / this.base.k));
    const c = cornersOf(box);
    const [x, y] = [(c.x + c.width / 2) * this.base.k + this.base.x, (c.y + c.height / 2) * this.base.k + this.base.y];
    const middle = [t.x + (c.x + c.width / 2) * t.k, t.y + (c.y + c.height / 2) * t.k] as const;
    select(this.svg).call(this.behaviour.transform, zoomIdentity.translate(middle[0] - x * k, middle[1] - y * k).scale(k));
  }

  /* Brings a point of the plane into the middle. */
  reveal(p: [number, number]): void {
    select(this.svg).call(this.behaviour.translateTo, p[0] * this.base.k + this.base.x, p[1] * this.base.k + this.base.y);
  }

  private move(x: number, y: number): void {
    select(this.svg).call(this.behaviour.translateBy, x / this.zoomed.k, y / this.zoomed.k);
  }

  private key(e: KeyboardEvent): void {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const moves: Record<string, () => void> = {
      "+": () => this.by(1.5),
      "=": () => this.by(1.5),
      "-": () => this.by(1 / 1.5),
      "0": () => this.to(null),
      ArrowLeft: () => this.move(60, 0),
      ArrowRight: () => this.move(-60, 0),
      ArrowUp: () => this.move(0, 60),
      ArrowDown: () => this.move(0, -60),
    };
    const act = moves[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  }
}
