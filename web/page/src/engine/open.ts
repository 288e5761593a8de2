/* Opens what the page carries: what the scenario is, the engine and the scenario packed, each a block of data in it. */
import { Client, openCentral } from "./client";
import type { Port } from "./protocol";
import type { About, Engine } from "./types";
import { unpacked } from "./unpacked";
import EngineWorker from "./worker?worker&inline";

/* Each worker of members holds a run of its own, some 60 megabytes, and its part of the states. They work while the
 * central run has nothing to do, so each processor has one. */
const MOST_WORKERS = 8;
const WORKERS_A_GIGABYTE = 2;
/* States of all members: those of us-mexico take 1.3 megabytes a quarter, and where they are too many every second is
 * dropped, so that a change begins further back. A tenth of the memory; where the browser does not say how much there is,
 * as much as a phone has to give. */
const STATES_MEGABYTES = 256;
const STATES_MOST = 768;
const STATES_A_GIGABYTE = 96;

function block(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`This page carries no ${id}: it was built without it, or is cut.`);
  return text.trim();
}

export async function openEngine(): Promise<Engine> {
  const spawn = (): Port => new EngineWorker() as unknown as Port;
  const carried = { wasm: block("engine"), packed: block("scenario") };
  const central = openCentral(spawn(), carried);
  const about = JSON.parse(new TextDecoder().decode(await unpacked(block("about")))) as About;
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  const workers = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 2, Math.floor(WORKERS_A_GIGABYTE * (deviceMemory ?? MOST_WORKERS))));
  return new Client(about, carried, {
    central,
    spawn,
    workers,
    megabytes: deviceMemory ? Math.min(STATES_MOST, STATES_A_GIGABYTE * deviceMemory) : STATES_MEGABYTES,
  }).early();
}
