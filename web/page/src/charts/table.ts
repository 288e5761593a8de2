/* A chart as a table, harm in its last columns. */
import { h, scrolled } from "../ui/dom";
import type { ChartData, Writing } from "./data";
import type { FigureLabels, FigureWords } from "./figure";

export function tableOf(d: ChartData, words: FigureWords, labels: FigureLabels, writing: Writing): HTMLElement {
  const c = labels.columns;
  const heads = [c.month, c.was, c.would, c.low, c.high, c.published,
                 ...d.harm.flatMap((r) => [r.name, `${r.name}: ${c.would}`])];
  const body = h("tbody");
  const published = new Map(d.dots.map((x) => [x.at, x.value]));
  const cell = (v: number | undefined) => h("td", {}, v === undefined || !Number.isFinite(v) ? "–" : writing.number(v));
  for (let i = d.shown[0]; i <= d.shown[1]; i++) {
    const after = d.changedFrom >= 0 && i >= d.changedFrom;
    const at = (x: ArrayLike<number> | null) => (after && x ? (x[i] as number) : undefined);
    const row = h("tr", {}, h("th", { scope: "row" }, writing.month(d.months[i] ?? "")), cell(d.was[i] as number),
                  cell(at(d.would)), cell(at(d.low)), cell(at(d.high)), cell(published.get(i)));
    for (const r of d.harm) row.append(cell(r.was[i] as number), cell(at(r.would)));
    body.append(row);
  }
  const title = labels.tableOf.replace("{title}", `${words.title} (${d.unit})`);
  return scrolled(title, h("table", {}, h("caption", {}, title),
                           h("thead", {}, h("tr", {}, ...heads.map((x) => h("th", { scope: "col" }, x)))), body));
}
