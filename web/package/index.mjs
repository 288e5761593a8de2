/* vado in WebAssembly: web/explorer.c as functions over strings and arrays. It needs nothing of a page, so it runs in Node
 * and in a worker alike; types are in index.d.ts.
 *
 * 1. A run lives from its first month to the month of the first change as history went, then with the change.
 * 2. What was suffered comes with every month, over all places and people, as the library gives it: what people wait in
 *    person-days. It cannot be left out.
 */

const MODES = ["stochastic", "fluid", "individual"];
const MARGINS = { "": 0, place: 1, nationality: 2, group: 4 }; // of vado_margin
const COLUMNS = ["from", "until", "parameter", "where", "who", "change", "value", "note", "source"];
const NO_FILES = 8; // what a system without files answers
const LAID = "changes.csv";

export class VadoError extends Error {
  constructor(words, status) {
    super(words);
    this.name = "VadoError";
    this.status = status;
  }
}

async function bytesOf(wasm) {
  if (wasm) return wasm;
  const beside = new URL("./vado.wasm", import.meta.url);
  if (globalThis.process?.versions?.node) return (await import("node:fs/promises")).readFile(beside);
  const answer = await fetch(beside);
  if (!answer.ok) throw new Error(`${beside}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}

/* The program's functions, its memory, and texts in and out of it. */
class Program {
  static async start(wasm) {
    const module = await WebAssembly.compile(await bytesOf(wasm));
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module))
      (imports[from] ??= {})[name] = () => {
        if (name === "proc_exit") throw new Error("the engine stopped: a fault of the program");
        return NO_FILES;
      };
    const program = new Program();
    program.x = (await WebAssembly.instantiate(module, imports)).exports;
    program.x._initialize();
    return program;
  }

  put(bytes) {
    const at = this.x.page_alloc(bytes.length);
    if (!at) throw new Error("no memory left for the engine");
    const memory = new Uint8Array(this.x.memory.buffer, at, bytes.length + 1);
    memory.set(bytes);
    memory[bytes.length] = 0;
    return at;
  }

  text() {
    const n = this.x.page_length();
    return n ? new TextDecoder().decode(new Uint8Array(this.x.memory.buffer, this.x.page_text(), n).slice()) : "";
  }

  must(status) {
    if (!status) return;
    this.x.page_messages();
    throw new VadoError(this.text().trim() || "the engine failed: no memory left?", status);
  }

  /* call with texts as addresses, which are freed; its status is looked at. */
  with(texts, call) {
    const at = texts.map((one) => this.put(new TextEncoder().encode(one)));
    try {
      this.must(call(...at));
    } finally {
      for (const one of at) this.x.page_free(one);
    }
  }

  show(series, by) {
    const margin = this.put(new Uint8Array(new Int32Array([MARGINS[by]]).buffer));
    try {
      this.with([series + "\0"], (name) => this.x.page_show(1, name, margin));
    } finally {
      this.x.page_free(margin);
    }
  }

  lay(text) {
    if (text === null) this.must(this.x.page_lay(0, 0));
    else this.with([LAID, text], (name, rows) => this.x.page_lay(name, rows));
  }

  /* Lives a month: its name, the values of what is shown, and those of harm in their order. */
  next() {
    this.must(this.x.page_next());
    const month = new TextDecoder().decode(new Uint8Array(this.x.memory.buffer, this.x.page_month(), 7).slice());
    const values = new Float64Array(this.x.memory.buffer, this.x.page_values(0), this.x.page_cells(0)).slice();
    return [month, { values, harm: Float64Array.from({ length: this.x.page_nharm() }, (_, h) => this.x.page_harm(h)) }];
  }

  /* [name, unit] of harm, after a month was lived. */
  harm() {
    this.must(this.x.page_harm_names());
    return this.text().trimEnd().split("\n").map((line) => line.split("\t"));
  }
}

function cell(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function policyOf(changes) {
  const usual = { until: "", where: "", who: "", change: "set", note: "a change", source: "[what-if]" };
  const rows = (Array.isArray(changes) ? changes : [changes]).map((one) => ({ ...usual, ...one }));
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))].map((row) => row.map(cell).join(",") + "\n").join("");
}

export class Run {
  #program;
  #members;
  #laid = null;
  #changed = ""; // month of the first change

  constructor(program, about, members) {
    this.#program = program;
    this.#members = members;
    this.about = about;
  }

  lever(changes) {
    const text = changes === null || typeof changes === "string" ? changes : policyOf(changes);
    let changed = "";
    if (text !== null) {
      this.#program.with([LAID, text], (name, rows) => this.#program.x.page_rows(name, rows));
      const days = JSON.parse(this.#program.text()).rows.map((row) => row.from);
      changed = days.map((day) => day.slice(0, 7)).sort()[0] ?? "";
    }
    this.#program.lay(text);
    this.#laid = text;
    this.#changed = changed;
    return this;
  }

  #cells(info, by) {
    const kept = { place: info.places, nationality: info.byNationality ? this.about.nationalities : [], group: info.byGroup ? this.about.groups : [] };
    if (by && !kept[by]?.length)
      throw new VadoError(`by: found ${by}, expected a margin that ${info.name} keeps: ${Object.keys(kept).filter((one) => kept[one].length).join(", ") || "none"}`, -7);
    return by ? kept[by] : [""];
  }

  read(series, { by = "", member = 1 } = {}) {
    const info = this.about.series.find((one) => one.name === series);
    if (!info) throw new VadoError(`found series '${series}', which is not there, expected one of: ${this.about.series.map((one) => one.name).join(", ")}`, -7);
    if (!Number.isInteger(member) || member < 1 || member > this.#members)
      throw new VadoError(`member: found ${member}, expected a whole number from 1 to ${this.#members}`, -7);
    const cells = this.#cells(info, by);
    const months = this.#live(series, by, member);
    const table = (of, unit, overTime, names, value) => ({
      series: of.name,
      unit,
      meaning: of.meaning,
      overTime,
      months: [...months.keys()],
      cells: [...names],
      values: names.map((_, c) => Float64Array.from(months.values(), (month) => value(month, c))),
    });
    const harm = this.#program.harm().map(([name, unit], h) => {
      const of = this.about.series.find((one) => one.name === name);
      return [name, table(of, unit, of.overTime === "mean" ? "sum" : of.overTime, [""], (month) => month.harm[h])];
    });
    return { ...table(info, info.unit, info.overTime, cells, (month, c) => month.values[c]), member, harm: Object.fromEntries(harm) };
  }

  /* All months: name -> values and harm. */
  #live(series, by, member) {
    const months = new Map();
    const on = (until) => {
      while (this.#program.x.page_left() > 0) {
        const [month, lived] = this.#program.next();
        months.set(month, lived);
        if (until && nextMonth(month) >= until) return;
      }
    };
    this.#program.must(this.#program.x.page_member(member));
    this.#program.show(series, by);
    this.#program.lay(null);
    if (this.#laid === null) on("");
    else {
      if (this.#changed > this.#first()) on(this.#changed);
      this.#program.lay(this.#laid); // it stands before the month of the first change
      on("");
    }
    return months;
  }

  #first() {
    return this.about.first.slice(0, 7);
  }
}

function nextMonth(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

export async function open(packed, { mode = "fluid", seed = 1, members = 1, snapshots = 64, wasm } = {}) {
  if (!MODES.includes(mode)) throw new VadoError(`mode: found ${mode}, expected one of ${MODES.join(", ")}`, -7);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new VadoError(`seed: found ${seed}, expected a whole number from 0`, -7);
  const program = await Program.start(wasm);
  const at = program.put(packed);
  try {
    program.must(program.x.page_about(at, packed.length));
    const about = JSON.parse(program.text());
    program.must(program.x.page_begin(at, packed.length, MODES.indexOf(mode), seed, members, snapshots));
    return new Run(program, about, members);
  } finally {
    program.x.page_free(at);
  }
}
