/* A chart as a file: harm, sources and limits go with it in every form. */
import { cell, comment } from "../engine/csv";
import { FONT, INK, NS, svg, wrapped } from "./svg";
import type { LineChart } from "./line";
import type { ChartData } from "./data";
import type { FigureWords } from "./figure";

export interface Told {
  data: ChartData;
  words: FigureWords;
}

const digits = (v: number | undefined) => (v === undefined || !Number.isFinite(v) ? "" : String(v));
const COLUMNS = ["policy", "month", "series", "by", "cell", "unit", "harm", "as_it_happened", "what_if", "low", "high", "published"];

/* A table as CSV: after lines of comments a row each, every digit of a number. */
export function csvTable(comments: string[], columns: string[], rows: (string | number)[][]): string {
  const said = [...new Set(comments)].filter(Boolean).map(comment).join("");
  const lines = rows.map((row) => row.map((x) => cell(typeof x === "number" ? digits(x) : x)).join(","));
  return said + [columns.join(","), ...lines].join("\n") + "\n";
}

/* What charts show: a row a month of each of their curves and of the harm in their frame, each once. */
export function csvOf(charts: Told[]): string {
  const rows = new Map<string, (string | number)[]>();
  for (const { data, words } of charts) {
    const put = (i: number, of: FigureWords["of"], harm: number, numbers: (number | undefined)[], beside = false) => {
      const names = [words.question, data.months[i] ?? "", of.series, of.margin, of.cell];
      const key = names.join("\n");
      if (!rows.has(key) || !beside) rows.set(key, [...names, of.unit, harm, ...numbers.map((v) => v ?? NaN)]);
    };
    const published = new Map(data.dots.filter((x) => !x.long).map((x) => [x.at, x.value]));
    for (let i = data.shown[0]; i <= data.shown[1]; i++) {
      const after = data.changedFrom >= 0 && i >= data.changedFrom;
      const at = (x: ArrayLike<number> | null) => (after && x ? x[i] : undefined);
      const would = (x: ArrayLike<number> | null, was: ArrayLike<number>) =>
        !x || data.changedFrom < 0 ? undefined : after ? x[i] : was[i];
      put(i, words.of, words.harm, [data.was[i], would(data.would, data.was), at(data.low), at(data.high), published.get(i)]);
      for (const r of data.harm)
        put(i, { series: r.series.name, margin: r.margin, cell: r.cell, unit: r.series.unit }, 1, [r.was[i], would(r.would, r.was)], true);
    }
  }
  const width = COLUMNS.length;
  const whole = [...rows.values()].map((row) => [...row, ...Array<number>(width - row.length).fill(NaN)]);
  return csvTable(charts.flatMap(({ words }) => [words.title, words.question, words.caption]), COLUMNS, whole);
}

/* Title and question above, caption below, all of it inside the picture. */
export function svgFile(chart: LineChart, words: FigureWords): string {
  const width = Number(chart.root.getAttribute("width"));
  const height = Number(chart.root.getAttribute("height"));
  const size = Number(chart.root.getAttribute("font-size"));
  const out = svg("svg", { xmlns: NS, "font-family": FONT });
  const pad = size;
  svg("rect", { width: "100%", height: "100%", fill: INK.paper }, out);
  let y = pad;
  const put = (line: string, at: number, weight: number, fill: string) => {
    y += at * 1.35;
    svg("text", { x: pad, y, "font-size": at, "font-weight": weight, fill }, out).textContent = line;
  };
  for (const l of wrapped(words.title, width, size * 1.3)) put(l, size * 1.3, 700, INK.text);
  for (const l of wrapped(`${words.question} ${words.about}`, width, size)) put(l, size, 400, INK.text);
  const inner = chart.root.cloneNode(true) as SVGElement;
  for (const a of ["tabindex", "class", "role"]) inner.removeAttribute(a);
  for (const hidden of inner.querySelectorAll("[display=none]")) hidden.remove();
  inner.setAttribute("x", String(pad));
  inner.setAttribute("y", String(y + pad));
  out.append(inner);
  y += pad + height;
  if (chart.data && !chart.data.keys.length) put(words.legend, size * 0.88, 400, INK.soft);
  chart.numbered.forEach((n, i) => put(`${i + 1} ${n}`, size * 0.88, 400, INK.soft));
  for (const l of wrapped(words.caption, width, size * 0.88)) put(l, size * 0.88, 400, INK.soft);
  const total = { width: width + 2 * pad, height: Math.ceil(y + pad) };
  for (const [k, v] of Object.entries(total)) out.setAttribute(k, String(v));
  out.setAttribute("viewBox", `0 0 ${total.width} ${total.height}`);
  return new XMLSerializer().serializeToString(out);
}

export async function pngOf(source: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    await new Promise<void>((done, failed) => {
      image.onload = () => done();
      image.onerror = () => failed(new Error("the picture could not be drawn"));
      image.src = url;
    });
    const canvas = document.createElement("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) =>
      canvas.toBlob((b) => (b ? done(b) : failed(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
