/* An engine for tests of the interface: it answers from runs that were made before. A what-if that is none of these is
 * the nearest of them, grown with its rows. */
import { PolicyError, Superseded, type About, type Answer, type Bands, type Engine, type Margin, type MemberTotals, type Policy, type PolicyRow, type Table, type Want } from "../../src/engine/types";
import { daysIn } from "../../src/words/sentences";

interface Data {
  months: string[];
  members: number;
  about: About;
  tables: Record<string, Record<string, [string, (number | null)[][]][]>>;
}

export function fakeEngine(data: Data): Engine {
  const { months, about } = data;
  let asked = 0;
  let banded = 0;
  const nearest = (rows: PolicyRow[]): { name: string; size: number } => {
    if (!rows.length) return { name: "baseline", size: 0 };
    const first = rows[0] as PolicyRow;
    const name = rows.some((r) => r.parameter.includes("detention_limit")) ? "detention-limit-72-hours"
      : rows.some((r) => r.change === "scale") ? "appointments-doubled" : "no-december-2023-crackdown";
    if (name === "detention-limit-72-hours") return { name, size: (Number(first.value) - 36) / 36 };
    if (name === "appointments-doubled") return { name, size: Number(first.value) - 1 };
    return { name, size: first.until === "" ? 1 : 0.4 };
  };
  const member = (run: string, key: string, cell: string, k: number, size: number): Float64Array => {
    const find = (name: string) => data.tables[name]?.[key]?.find(([c]) => c === cell)?.[1][k] ?? [];
    const a = find("baseline");
    const b = find(run);
    return Float64Array.from(a, (x, i) => (x === null ? NaN : x + size * ((b[i] ?? x) - x)));
  };
  const table = (run: string, w: Want, k: number, size: number): Table => {
    const key = `${w.series}/${w.margin}`;
    const cells = (data.tables.baseline?.[key] ?? []).map(([c]) => c);
    return { series: w.series, margin: w.margin, cells, months, values: cells.map((c) => member(run, key, c, k, size)) };
  };
  const changedFrom = (rows: PolicyRow[]) => Math.max(0, months.indexOf(rows.map((r) => r.from).sort()[0]?.slice(0, 7) ?? ""));
  const answer = (rows: PolicyRow[], wants: Want[], done: number): Answer => {
    const { name, size } = nearest(rows);
    const harm = about.series.filter((s) => s.harm).map((s): Want => ({ series: s.name, margin: "total" }));
    const tables = new Map([...wants, ...harm].map((w) => [`${w.series}/${w.margin}`, table(name, w, 0, size)]));
    for (const t of tables.values()) for (const v of t.values) v.fill(NaN, done);
    return { months, done, changedFrom: rows.length ? changedFrom(rows) : months.length, tables };
  };
  const pause = () => new Promise<void>((done) => setTimeout(done, 4));
  const grow = async (rows: PolicyRow[], wants: Want[], grown: (a: Answer) => void, live: () => boolean) => {
    for (let done = 12; done < months.length; done += 12) {
      await pause();
      if (!live()) throw new Superseded();
      grown(answer(rows, wants, done));
    }
    return answer(rows, wants, months.length);
  };
  const quantiles = (rows: PolicyRow[], w: Want, members: number): [Table, Table, MemberTotals[], Table, Table] => {
    const { name, size } = nearest(rows);
    const all = Array.from({ length: members }, (_, k) => table(name, w, k, size));
    const base = Array.from({ length: members }, (_, k) => table("baseline", w, k, 0));
    const less = all.map((t, k) => ({ ...t, values: t.values.map((v, c) => v.map((x, i) => x - (base[k]?.values[c]?.[i] as number))) }));
    const ends = (of: Table[], f: (...x: number[]) => number): Table => ({ ...(of[0] as Table), values: (of[0] as Table).values.map((v, c) =>
      v.map((_, i) => f(...of.map((t) => t.values[c]?.[i] as number)))) });
    const s = about.series.find((x) => x.name === w.series);
    const from = changedFrom(rows);
    const total = (run: string, cell: string, k: number) => {
      const x = member(run, `${w.series}/${w.margin}`, cell, k, size);
      let sum = 0;
      let days = 0;
      for (let i = from; i < x.length; i++) {
        const d = daysIn(months[i] ?? "");
        sum += (x[i] as number) * (s?.overTime === "sum" ? 1 : d);
        days += d;
      }
      return s && s.overTime !== "sum" ? sum / days : sum;
    };
    const totals = (all[0] as Table).cells.map((cell): MemberTotals => ({
      series: w.series, margin: w.margin as Margin, cell,
      without: Float64Array.from(all, (_, k) => total("baseline", cell, k)), with: Float64Array.from(all, (_, k) => total(name, cell, k)),
    }));
    return [ends(all, Math.min), ends(all, Math.max), totals, ends(less, Math.min), ends(less, Math.max)];
  };
  return {
    about,
    baseline: (wants, grown) => grow([], wants, grown, () => true),
    ask(rows, wants, grown) {
      const mine = ++asked;
      if (rows.some((r) => !about.levers.some((l) => l.path === r.parameter) && !about.policies.some((p) => p.rows.some((x) => x.parameter === r.parameter))))
        return Promise.reject(new PolicyError("no such parameter"));
      return grow(rows, wants, grown, () => mine === asked);
    },
    async band(rows, wants, _members, grown) {
      const mine = ++banded;
      const make = (n: number): Bands => {
        const out: Bands = { members: n, of: data.members, bands: new Map(), totals: [] };
        for (const w of wants) {
          const [low, high, totals, differenceLow, differenceHigh] = quantiles(rows, w, n);
          out.bands.set(`${w.series}/${w.margin}`, { members: n, of: data.members, low, middle: low, high, differenceLow, differenceMiddle: differenceLow, differenceHigh });
          out.totals.push(...totals);
        }
        for (const b of out.bands.values()) b.differenceMiddle = { ...b.differenceMiddle, months: [] };
        return out;
      };
      for (let n = 2; n < data.members; n += 2) {
        await pause();
        if (mine !== banded) throw new Superseded();
        grown(make(n));
      }
      return make(data.members);
    },
    async readPolicy(text) {
      const rows = text.split("\n").filter((l) => l && !l.startsWith("#")).slice(1).map((l) => {
        const [from = "", until = "", parameter = "", where = "", who = "", change = "", value = "", note = "", source = ""] = l.split(",");
        return { from, until, parameter, where, who, change, value, note, source } as PolicyRow;
      });
      if (!rows.length || rows.some((r) => !/^\d{4}-/.test(r.from))) throw new PolicyError("line 2: found no date");
      return { name: "", title: text.match(/# title: (.*)/)?.[1] ?? "", about: "", rows } as Policy;
    },
  };
}
