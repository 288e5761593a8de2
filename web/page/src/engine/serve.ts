/* A worker's side: one program, which runs the whole period as history went, the same with a policy laid, or members of
 * the ensemble in pairs, with it and without.
 *
 * 1. Between two months it looks whether somebody has asked for something else.
 * 2. A member's past is lived once, to the end of the period, and its months are kept; its states are the engine's. This
 *    is not given up half way: what comes next needs it too.
 * 3. Pasts are lived before anybody asks, too. While it is held a worker stands still, between two months. */
import { Program, type Shown } from "./program";
import type { FromWorker, Port, ToWorker } from "./protocol";
import { PolicyError } from "./types";
import { unpacked } from "./unpacked";

/* A turn of the event loop: messages that wait are heard. */
function turn(): Promise<void> {
  return new Promise((heard) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      heard();
    };
    channel.port2.postMessage(0);
  });
}

export function serve(port: Port): void {
  let program: Promise<Program>;
  let months = 0; // of the whole period, once a run as history went has begun
  let latest = 0;
  let queue: Promise<void> = Promise.resolve();
  const bases = new Set<number>(); // members whose past is lived, and told
  let wanted = 0; // bands asked for and not begun
  let freed: (() => void) | null = null; // lets go on what is held
  let held: Promise<void> | null = null;
  const send = (message: FromWorker, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

  async function opened(m: ToWorker & { kind: "open" }): Promise<Program> {
    const [wasm, packed] = await Promise.all([unpacked(m.wasm), unpacked(m.packed)]);
    const p = await Program.start(wasm);
    p.hold(packed);
    p.open(m.members, m.megabytes);
    return p;
  }

  /* What is shown stays until something else is: to show costs a state. */
  let shownKey = "";
  function show(p: Program, shown: Shown[]): void {
    const key = JSON.stringify(shown);
    if (key === shownKey) return;
    shownKey = "";
    p.show(shown);
    shownKey = key;
  }

  const late = (id: number): boolean => id !== latest;

  async function run(m: ToWorker & { kind: "run" }): Promise<void> {
    const p = await program;
    if (m.text !== null && late(m.id)) return;
    show(p, m.shown);
    p.lay(m.text);
    const total = p.left();
    if (m.text === null) months = total;
    let data = new Float64Array(Math.min(total, 12) * m.width);
    let from = months - total;
    let count = 0;
    for (let done = 1; done <= total; done++) {
      const month = p.next(m.shown.length, data, count++ * m.width);
      if (month.endsWith("-12") || done === total) {
        send({ kind: "months", id: m.id, from, count, data }, [data.buffer]);
        from += count;
        count = 0;
        data = new Float64Array(Math.min(total - done, 12) * m.width);
      }
      await turn();
      if (m.text !== null && late(m.id)) return;
    }
    send({ kind: "done", id: m.id, changedFrom: months - total });
  }

  function hold(): void {
    latest = 0; // what was asked before is of no use to anybody
    held ??= new Promise((heard) => (freed = heard));
  }
  function free(): void {
    freed?.();
    held = freed = null;
  }
  async function pause(): Promise<void> {
    await turn();
    while (held) {
      await held;
      await turn(); // who lets go may hold again at once
    }
  }

  async function live(p: Program, number: number, m: { shown: Shown[]; width: number }): Promise<void> {
    months = p.left();
    const data = new Float64Array(months * m.width);
    for (let month = 0; p.left() > 0; month++) {
      p.next(m.shown.length, data, month * m.width);
      await pause();
    }
    bases.add(number);
    send({ kind: "base", number, data }, [data.buffer]);
  }

  async function member(p: Program, number: number, m: ToWorker & { kind: "members" }): Promise<void> {
    p.member(number);
    if (!bases.has(number)) await live(p, number, m);
    if (late(m.id)) return;
    if (m.text === null) {
      send({ kind: "member", id: m.id, number, changedFrom: months, data: null });
      return;
    }
    p.lay(m.text);
    const total = p.left();
    const data = new Float64Array(total * m.width);
    for (let month = 0; month < total; month++) {
      p.next(m.shown.length, data, month * m.width);
      await pause();
      if (late(m.id)) return;
    }
    send({ kind: "member", id: m.id, number, changedFrom: months - total, data }, [data.buffer]);
  }

  async function pasts(m: ToWorker & { kind: "pasts" }): Promise<void> {
    const p = await program;
    for (const number of m.numbers) {
      await pause();
      if (wanted) return;
      if (bases.has(number)) continue;
      show(p, m.shown);
      p.member(number);
      await live(p, number, m);
    }
  }

  async function members(m: ToWorker & { kind: "members" }): Promise<void> {
    wanted--;
    const p = await program;
    if (late(m.id)) return;
    show(p, m.shown);
    const ready = m.numbers.filter((number) => bases.has(number));
    const others = m.numbers.filter((number) => !bases.has(number));
    for (const number of [...ready, ...others]) {
      if (late(m.id)) return;
      await member(p, number, m);
    }
    if (!late(m.id)) send({ kind: "done", id: m.id, changedFrom: 0 });
  }

  async function read(m: ToWorker & { kind: "read" }): Promise<void> {
    const p = await program;
    const json = p.rows("what-if.csv", m.text);
    p.lay(m.text);
    send({ kind: "read", id: m.id, json });
  }

  function failed(id: number, error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    send({ kind: "failed", id, words, policy: error instanceof PolicyError });
  }

  port.onmessage = ({ data }) => {
    const m = data as ToWorker;
    if (m.kind === "open") {
      program = opened(m);
      program.catch(() => undefined); // said to whoever asks
      return;
    }
    if (m.kind === "hold") return hold();
    free();
    if (m.kind === "members") wanted++;
    if (m.kind === "members" || (m.kind === "run" && m.text !== null)) latest = m.id;
    queue = queue
      .then(() => (m.kind === "run" ? run(m) : m.kind === "read" ? read(m) : m.kind === "pasts" ? pasts(m) : members(m)))
      .catch((error: unknown) => failed(m.id, error));
  };
}
