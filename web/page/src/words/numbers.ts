/* Numbers as `vado whatif` writes them, for a locale: three figures from a hundred on, and no more places than a reader
 * can use. English gives the command's own text; only the marks for thousands and decimals change with the locale. */

export interface Marks {
  group: string;
  decimal: string;
}

export function marksOf(locale: string): Marks {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.8);
  const find = (type: string, otherwise: string) => parts.find((p) => p.type === type)?.value ?? otherwise;
  return { group: find("group", ","), decimal: find("decimal", ".") };
}

function grouped(digits: string, marks: Marks): string {
  const sign = digits.startsWith("-") ? "−" : "";
  const [whole = "0", rest] = digits.replace("-", "").split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, marks.group);
  return sign + groups + (rest === undefined ? "" : marks.decimal + rest);
}

const clean = (v: number) => (Math.abs(v) < 5e-10 ? 0 : Math.max(-1e18, Math.min(1e18, v)));

/* Half away from zero, as C rounds. */
const away = (v: number) => Math.sign(v) * Math.floor(Math.abs(v) + 0.5);

export function threeFigures(v: number): number {
  if (v === 0) return 0;
  const scale = Math.pow(10, 2 - Math.floor(Math.log10(Math.abs(v))));
  return away(v * scale) / scale;
}

/* Two figures of what is below a tenth, so that a small ratio is not told as none. */
function placesOf(size: number): number {
  if (size === Math.floor(size) || size >= 10) return 0;
  if (size >= 0.1) return size >= 1 ? 1 : 2;
  return size < 1e-5 ? 6 : 1 - Math.floor(Math.log10(size));
}

export function number(value: number, marks: Marks): string {
  if (!Number.isFinite(value)) return "–";
  const v = clean(value);
  const size = Math.abs(v);
  return grouped(v.toFixed(placesOf(size)).replace(/(\.\d\d\d*?)0+$/, "$1"), marks);
}

export function rounded(value: number, marks: Marks): string {
  return number(Number.isFinite(value) && Math.abs(value) >= 100 ? threeFigures(value) : value, marks);
}

export function places(value: number, count: number, marks: Marks): string {
  return Number.isFinite(value) ? grouped(value.toFixed(count), marks) : "–";
}
