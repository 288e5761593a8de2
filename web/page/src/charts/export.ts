/* A chart as a file: harm, sources and limits go with it in every form. */
import { FONT, INK, NS, svg, widthOf } from "./svg";
import type { LineChart } from "./line";
import type { ChartData } from "./data";
import type { FigureWords } from "./figure";

const quoted = (v: string) => (/[",\n\r]/.test(v) ? `"${v.replace(/"/g, '""')}"` : v);
const digits = (v: number | undefined) => (v === undefined || !Number.isFinite(v) ? "" : String(v));

/* A row a month and series: month,series,unit,harm,as_it_happened,what_if,low,high,published. Every digit. */
export function csvOf(d: ChartData, words: FigureWords): string {
  const lines = [`# ${words.title}`, `# ${words.question}`, `# ${words.caption}`].map((l) => l.replace(/[\r\n]+/g, " "));
  lines.push("month,series,unit,harm,as_it_happened,what_if,low,high,published");
  const published = new Map(d.dots.filter((x) => !x.long).map((x) => [x.at, x.value]));
  const row = (i: number, name: string, unit: string, harm: number, numbers: (number | undefined)[]) =>
    lines.push([d.months[i] ?? "", name, unit, String(harm), ...numbers.map(digits)].map(quoted).join(","));
  for (let i = d.shown[0]; i <= d.shown[1]; i++) {
    const after = d.changedFrom >= 0 && i >= d.changedFrom;
    const at = (x: ArrayLike<number> | null) => (after && x ? (x[i] as number) : undefined);
    const would = d.changedFrom < 0 || !d.would ? undefined : after ? (d.would[i] as number) : (d.was[i] as number);
    row(i, words.title, words.unit, 0, [d.was[i] as number, would, at(d.low), at(d.high), published.get(i)]);
    for (const r of d.harm)
      row(i, r.series.name, r.series.unit, 1, [r.was[i] as number, r.would && would !== undefined
        ? (after ? (r.would[i] as number) : (r.was[i] as number)) : undefined, undefined, undefined, undefined]);
  }
  return lines.join("\n") + "\n";
}

function wrapped(words: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const w of words.split(/\s+/)) {
    if (line && widthOf(`${line} ${w}`, size) > width) {
      lines.push(line);
      line = w;
    } else line = line ? `${line} ${w}` : w;
  }
  if (line) lines.push(line);
  return lines;
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
