/* The engine as the interface has it: one worker for the central run, others for members. Answers are put together here
 * from the months that come; what comes of a question that was given up is passed by. */
import { bandsOf, type Member } from "./bands";
import { monthsFrom } from "./months";
import { policyOf, policyText, refuse } from "./policy";
import type { FromWorker, Port, ToWorker } from "./protocol";
import { emptyAnswer, everything, fill, foretell, layout, ofMembers, type Layout } from "./tables";
import {
  PolicyError,
  Superseded,
  type About,
  type Answer,
  type Bands,
  type Engine,
  type Policy,
  type PolicyRow,
  type Want,
} from "./types";

export interface Carried {
  wasm: string; // gzip, base64
  packed: string;
}
export interface Means {
  central: Port; // opened by openCentral, before what the scenario is was known
  spawn(): Port;
  workers: number; // for members
  megabytes: number; // for states of all members
}

interface Job {
  reject: (error: unknown) => void;
  heard: (message: FromWorker) => void;
}

const CENTRAL_MEGABYTES = 128;

function open(port: Port, carried: Carried, members: number, megabytes: number): Port {
  port.postMessage({ kind: "open", ...carried, members, megabytes } satisfies ToWorker);
  return port;
}

/* The map and every what-if wait for this worker: it unpacks and compiles while the page reads what it has to show. */
export const openCentral = (port: Port, carried: Carried): Port => open(port, carried, 1, CENTRAL_MEGABYTES);

export class Client implements Engine {
  private readonly all: Layout;
  private readonly told: Layout; // of members
  private readonly months: string[];
  private readonly central: Port;
  private readonly jobs = new Map<number, Job>();
  private base: Answer | null = null;
  private basis: Promise<void> | null = null;
  private listeners = new Set<(a: Answer) => void>();
  private asked = 0; // the last ask's id
  private ids = 0;
  private ensemble: Ensemble | null = null;

  constructor(
    readonly about: About,
    private readonly carried: Carried,
    private readonly means: Means,
  ) {
    this.all = layout(about, everything(about));
    this.told = layout(about, ofMembers(about));
    this.months = monthsFrom(about.first, about.last);
    this.central = this.hearing(means.central);
  }

  private hearing(port: Port): Port {
    port.onmessage = ({ data }) => this.heard(data as FromWorker);
    return port;
  }

  private heard(m: FromWorker): void {
    if (m.kind === "base") {
      this.ensemble?.put(m.number, m.data);
      return;
    }
    const job = this.jobs.get(m.id);
    if (!job) return;
    if (m.kind === "failed") {
      this.jobs.delete(m.id);
      job.reject(m.policy ? new PolicyError(m.words) : new Error(m.words));
    } else {
      job.heard(m);
    }
  }

  /* A job that ends when `heard` returns something. */
  private job<T>(id: number, heard: (m: FromWorker) => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const told = (m: FromWorker): void => {
        try {
          const value = heard(m);
          if (value === undefined) return;
          this.jobs.delete(id);
          resolve(value);
        } catch (error) {
          this.jobs.delete(id);
          reject(error);
        }
      };
      this.jobs.set(id, { reject, heard: told });
    });
  }

  private giveUp(id: number): void {
    const job = this.jobs.get(id);
    this.jobs.delete(id);
    job?.reject(new Superseded());
  }

  /* ---- the run as history went: once, of all there is ---- */

  /* It begins before the interface is made, and whoever asks for it hears; totals are there at once. */
  early(): this {
    void this.begin().catch(() => undefined);
    return this;
  }

  private begin(): Promise<void> {
    if (this.basis) return this.basis;
    const id = ++this.ids;
    const base = (this.base = emptyAnswer(this.all, this.months));
    foretell(base, this.about.history);
    this.basis = this.job<true>(id, (m) => {
      if (m.kind === "done") return true;
      if (m.kind !== "months") return undefined;
      fill(base, this.all, m.data, m.from, m.count);
      base.done = m.from + m.count;
      for (const told of this.listeners) told(base);
      return undefined;
    }).then(() => this.listeners.clear());
    const run: ToWorker = { kind: "run", id, text: null, shown: this.all.shown, width: this.all.width };
    this.central.postMessage(run);
    return this.basis;
  }

  /* Some of the tables of a run, which go on to be filled where it does. */
  private part(of: Answer, wanted: Layout): Answer {
    const tables = new Map(wanted.slots.map(({ key }) => [key, of.tables.get(key)!]));
    return { months: of.months, done: of.done, changedFrom: of.changedFrom, tables };
  }

  async baseline(wants: Want[], grown: (a: Answer) => void): Promise<Answer> {
    const wanted = layout(this.about, wants);
    const told = (base: Answer): void => grown(this.part(base, wanted));
    if (!this.base || this.base.done < this.months.length) this.listeners.add(told);
    if (this.base) told(this.base);
    await this.begin();
    return this.part(this.base!, wanted);
  }

  /* ---- the same with policies laid over it ---- */

  /* Members are held meanwhile, and go on when the last that was asked has ended, however it did. */
  async ask(rows: PolicyRow[], wants: Want[], grown: (a: Answer) => void): Promise<Answer> {
    const id = ++this.ids;
    this.giveUp(this.asked);
    this.asked = id;
    try {
      return await this.answer(id, rows, wants, grown);
    } finally {
      if (id === this.asked) this.goOn();
    }
  }

  private async answer(id: number, rows: PolicyRow[], wants: Want[], grown: (a: Answer) => void): Promise<Answer> {
    const wanted = layout(this.about, wants);
    refuse(this.about, rows);
    await this.begin();
    if (id !== this.asked) throw new Superseded();
    if (!rows.length) return this.part(this.base!, wanted);
    const answer = this.copied(wanted);
    const ended = this.job<Answer>(id, (m) => {
      if (m.kind === "months") {
        fill(answer, wanted, m.data, m.from, m.count);
        answer.changedFrom = Math.min(answer.changedFrom, m.from);
        answer.done = m.from + m.count;
        grown(answer);
      }
      return m.kind === "done" ? answer : undefined;
    });
    const run: ToWorker = { kind: "run", id, text: policyText(rows), shown: wanted.shown, width: wanted.width };
    this.ensemble?.hold();
    this.central.postMessage(run);
    return ended;
  }

  /* As history went: what comes before the change stays so. */
  private copied(wanted: Layout): Answer {
    const answer = emptyAnswer(wanted, this.months);
    for (const [key, table] of answer.tables) {
      const base = this.base!.tables.get(key)!;
      table.values.forEach((values, cell) => values.set(base.values[cell]!));
      table.under?.forEach((values, cell) => values.set(base.under![cell]!));
    }
    answer.done = this.months.length;
    return answer;
  }

  /* ---- members ---- */

  private ensembleOf(members: number): Ensemble {
    this.ensemble ??= new Ensemble(
      Math.min(this.means.workers, members),
      members,
      (each) => open(this.hearing(this.means.spawn()), this.carried, members, each),
      this.means.megabytes,
    );
    if (this.ensemble.members !== members)
      throw new Error(
        `found ${members} members, expected ${this.ensemble.members}, as before: each has its place among them`,
      );
    return this.ensemble;
  }

  pasts(members: number, lived: (done: number, of: number) => void): void {
    const ensemble = this.ensembleOf(members);
    ensemble.lived.add(lived);
    lived(ensemble.bases.size, members);
    this.goOn();
  }

  private goOn(): void {
    this.ensemble?.pasts(++this.ids, this.told);
  }

  async band(rows: PolicyRow[], wants: Want[], members: number, grown: (b: Bands) => void): Promise<Bands> {
    const wanted = layout(this.about, wants.filter((one) => this.told.byKey.has(`${one.series}/${one.margin}`)));
    refuse(this.about, rows);
    const id = ++this.ids;
    const ensemble = this.ensembleOf(members);
    this.giveUp(ensemble.asked);
    ensemble.asked = id;
    const got = new Map<number, Member>();
    let telling = false;
    const bands = (): Promise<Bands> => {
      const inOrder = [...got].sort(([a], [b]) => a - b).map(([, member]) => member); // whoever came first
      return bandsOf(this.about, wanted, this.told, inOrder, members, this.months);
    };
    const tell = async (): Promise<void> => {
      if (telling) return;
      telling = true;
      for (let told = 0; told < got.size && got.size < members && ensemble.asked === id; ) {
        told = got.size;
        const so = await bands();
        if (ensemble.asked === id && got.size < members) grown(so);
      }
      telling = false;
    };
    const ended = this.job<true>(id, (m) => {
      if (m.kind !== "member") return undefined;
      got.set(m.number, { base: ensemble.bases.get(m.number)!, changed: m.data, changedFrom: m.changedFrom });
      void tell();
      return got.size === members ? true : undefined;
    });
    const text = rows.length ? policyText(rows) : null;
    ensemble.ask({ kind: "members", id, text, shown: this.told.shown, width: this.told.width, numbers: [] });
    await ended;
    const whole = await bands();
    if (ensemble.asked !== id) throw new Superseded();
    return whole;
  }

  /* ---- a file ---- */

  async readPolicy(text: string): Promise<Policy> {
    const id = ++this.ids;
    const json = this.job<string>(id, (m) => (m.kind === "read" ? m.json : undefined));
    const read: ToWorker = { kind: "read", id, text };
    this.central.postMessage(read);
    const policy = policyOf(await json);
    refuse(this.about, policy.rows);
    return {
      name: policy.name,
      title: policy.title,
      about: policy.about,
      rows: policy.rows.map((row): PolicyRow => {
        const { line: _, ...plain } = row as PolicyRow & { line: number };
        return plain;
      }),
    };
  }
}

/* Workers for members: each has its own, by turns. */
class Ensemble {
  readonly bases = new Map<number, Float64Array>();
  asked = 0;
  readonly lived = new Set<(done: number, of: number) => void>();
  private readonly ports: Port[] = [];

  constructor(
    workers: number,
    readonly members: number,
    open: (megabytes: number) => Port,
    megabytes: number,
  ) {
    for (let i = 0; i < workers; i++) this.ports.push(open(Math.max(16, Math.floor(megabytes / workers))));
  }

  put(number: number, data: Float64Array): void {
    this.bases.set(number, data);
    for (const told of this.lived) told(this.bases.size, this.members);
  }

  hold(): void {
    for (const port of this.ports) port.postMessage({ kind: "hold" } satisfies ToWorker);
  }

  pasts(id: number, { shown, width }: Layout): void {
    if (this.bases.size < this.members) this.ask({ kind: "pasts", id, shown, width, numbers: [] });
  }

  ask(message: ToWorker & { kind: "members" | "pasts" }): void {
    this.ports.forEach((port, i) => {
      const numbers: number[] = [];
      for (let number = i + 1; number <= this.members; number += this.ports.length) numbers.push(number);
      port.postMessage({ ...message, numbers });
    });
  }
}
