/* What the page shows: the interface over an engine that is open. */
import type { Engine } from "../engine/types";
import { scenarioWords } from "../words/scenario";
import { App } from "./app";
import "../page.css";

export function start(root: HTMLElement, engine: Engine): void {
  new App(root, engine, scenarioWords());
}
