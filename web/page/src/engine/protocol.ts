/* What page and workers say to each other. A worker does one thing after another; a later ask or band gives up the one
 * before it between two months. A worker of members that is held does nothing until it is asked for something again. */
import type { Shown } from "./program";

export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export type ToWorker =
  | { kind: "open"; wasm: string; packed: string; members: number; megabytes: number }
  | { kind: "run"; id: number; text: string | null; shown: Shown[]; width: number } // text null: as history went
  | { kind: "read"; id: number; text: string }
  | { kind: "members"; id: number; text: string | null; shown: Shown[]; width: number; numbers: number[] }
  | { kind: "pasts"; id: number; shown: Shown[]; width: number; numbers: number[] } // lived until members are asked for
  | { kind: "hold" };

export type FromWorker =
  | { kind: "months"; id: number; from: number; count: number; data: Float64Array }
  | { kind: "done"; id: number; changedFrom: number }
  | { kind: "read"; id: number; json: string }
  | { kind: "base"; number: number; data: Float64Array } // a member's whole period as history went
  | { kind: "member"; id: number; number: number; changedFrom: number; data: Float64Array | null }
  | { kind: "failed"; id: number; words: string; policy: boolean };
