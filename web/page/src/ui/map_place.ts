/* Where the map stands beside the chart. */
import type { App } from "./app";

export function placeMap(_app: App, _host: HTMLElement): void {
  /* src/map mounts here */
}
