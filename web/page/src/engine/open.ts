/* Opens what the page carries. */
import type { Engine } from "./types";

export function openEngine(): Promise<Engine> {
  return Promise.reject(new Error("This page was built without its engine."));
}
