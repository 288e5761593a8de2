/* The engine's program (web/explorer.c) in one thread: its functions over numbers and texts of its memory, as functions
 * over strings and arrays. It knows no page and no worker, so tests run it as it is. */
import { few } from "./policy";
import { PolicyError } from "./types";

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  page_alloc(n: number): number;
  page_free(at: number): void;
  page_text(): number;
  page_length(): number;
  page_messages(): number;
  page_about(bytes: number, n: number): number;
  page_rows(name: number, text: number): number;
  page_open(bytes: number, n: number, members: number, megabytes: number): number;
  page_show(n: number, names: number, margins: number): number;
  page_member(member: number): number;
  page_lay(name: number, text: number): number;
  page_left(): number;
  page_next(): number;
  page_cells(i: number): number;
  page_values(i: number): number;
  page_under(i: number): number;
  page_month(): number;
}

const INPUT = -2; // VADO_ERR_INPUT
const USAGE = -7; // VADO_ERR_USAGE: a name of what is asked for
const BAD_FILE = 8; // what a system without files answers

export interface Shown {
  series: string;
  margin: number; // of vado_margin: 0 all, 1 place, 2 nationality, 4 group
}

export class Program {
  private readonly x: Exports;
  private packed = 0;
  private packedBytes = 0;

  private constructor(x: Exports) {
    this.x = x;
  }

  static async start(wasm: BufferSource): Promise<Program> {
    const module = await WebAssembly.compile(wasm);
    const imports: Record<string, Record<string, (...given: unknown[]) => number>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module))
      (imports[from] ??= {})[name] = () => {
        if (name === "proc_exit") throw new Error("the engine stopped: a fault of the program");
        return BAD_FILE;
      };
    const instance = await WebAssembly.instantiate(module, imports);
    const x = instance.exports as unknown as Exports;
    x._initialize();
    return new Program(x);
  }

  /* Bytes of the program's memory that hold a copy, ended by a zero. */
  private put(bytes: Uint8Array): number {
    const at = this.x.page_alloc(bytes.length);
    if (!at) throw new Error("no memory left for the engine");
    const memory = new Uint8Array(this.x.memory.buffer, at, bytes.length + 1);
    memory.set(bytes);
    memory[bytes.length] = 0;
    return at;
  }

  private withTexts<T>(texts: string[], call: (...at: number[]) => T): T {
    const at: number[] = [];
    try {
      for (const text of texts) at.push(this.put(new TextEncoder().encode(text.replaceAll("\0", "\ufffd"))));
      return call(...at);
    } finally {
      for (const one of at) this.x.page_free(one);
    }
  }

  private text(): string {
    const n = this.x.page_length();
    return n ? new TextDecoder().decode(new Uint8Array(this.x.memory.buffer, this.x.page_text(), n).slice()) : "";
  }

  /* Throws what the engine says of a status. */
  private check(status: number): void {
    if (!status) return;
    this.x.page_messages();
    const words = few(this.text().trim().split("\n")) || "the engine failed: no memory left?";
    throw status === INPUT || status === USAGE ? new PolicyError(words) : new Error(words);
  }

  hold(packed: Uint8Array): void {
    if (this.packed) this.x.page_free(this.packed);
    this.packed = this.put(packed);
    this.packedBytes = packed.length;
  }

  about(): string {
    this.check(this.x.page_about(this.packed, this.packedBytes));
    return this.text();
  }

  rows(name: string, text: string): string {
    this.check(this.withTexts([name, text], (a, b) => this.x.page_rows(a as number, b as number)));
    return this.text();
  }

  /* The scenario's bytes are copied by the engine, and let go here. */
  open(members: number, megabytes: number): void {
    this.check(this.x.page_open(this.packed, this.packedBytes, members, megabytes));
    this.x.page_free(this.packed);
    this.packed = this.packedBytes = 0;
  }

  show(list: Shown[]): void {
    const margins = this.x.page_alloc(4 * list.length);
    new Int32Array(this.x.memory.buffer, margins, list.length).set(list.map((one) => one.margin));
    const names = this.put(new TextEncoder().encode(list.map((one) => one.series + "\0").join("")));
    const status = this.x.page_show(list.length, names, margins);
    this.x.page_free(names);
    this.x.page_free(margins);
    this.check(status);
  }

  member(number: number): void {
    this.check(this.x.page_member(number));
  }

  /* null: nothing is laid. */
  lay(text: string | null, name = "what-if.csv"): void {
    if (text === null) this.check(this.x.page_lay(0, 0));
    else this.check(this.withTexts([name, text], (a, b) => this.x.page_lay(a as number, b as number)));
  }

  left(): number {
    return this.x.page_left();
  }

  /* Lives a month; its values are added to `out` from `at` on, of all that is shown; those of a ratio are followed by
   * what they are divided by. Returns the month. */
  next(shown: number, out: Float64Array, at: number): string {
    this.check(this.x.page_next());
    for (let i = 0; i < shown; i++) {
      const n = this.x.page_cells(i);
      for (const from of [this.x.page_values(i), this.x.page_under(i)]) {
        if (!from) continue;
        out.set(new Float64Array(this.x.memory.buffer, from, n), at);
        at += n;
      }
    }
    return new TextDecoder().decode(new Uint8Array(this.x.memory.buffer, this.x.page_month(), 7).slice());
  }
}
