/* What the page shows. Until there is an interface: which scenario it carries. */
import type { Engine } from "../engine/types";

export function start(root: HTMLElement, engine: Engine): void {
  root.textContent = engine.about.title;
}
