/* Opens what the page carries: what the scenario is, the engine and the scenario packed, each a block of data in it. */
import { Client } from "./client";
import type { Port } from "./protocol";
import type { About, Engine } from "./types";
import { unpacked } from "./unpacked";
import EngineWorker from "./worker?worker&inline";

/* Each worker of members holds a run of its own, some 60 megabytes, and its part of the states. They work while the
 * central run has nothing to do, so each processor has one. */
const MOST_WORKERS = 8;
const WORKERS_A_GIGABYTE = 2;
const STATES_MEGABYTES = 256;

function block(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`This page carries no ${id}: it was built without it, or is cut.`);
  return text.trim();
}

export async function openEngine(): Promise<Engine> {
  const about = JSON.parse(new TextDecoder().decode(await unpacked(block("about")))) as About;
  const carried = { wasm: block("engine"), packed: block("scenario") };
  const { deviceMemory = 8 } = navigator as Navigator & { deviceMemory?: number };
  const workers = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 2, Math.floor(WORKERS_A_GIGABYTE * deviceMemory)));
  return new Client(about, carried, {
    spawn: () => new EngineWorker() as unknown as Port,
    workers,
    megabytes: STATES_MEGABYTES,
  });
}
