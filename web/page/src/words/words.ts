/* The words of the page in one language: its own, the scenario's, and the engine's where nothing better is there. */
import type { About, Month, Policy, SeriesInfo } from "../engine/types";
import { en, type Strings } from "./en";
import { es } from "./es";
import { marksOf, number, places, rounded, type Marks } from "./numbers";
import { unitOf } from "./measure";
import type { Clause, ScenarioWords, Texts } from "./scenario";

export type Lang = "en" | "es";
export const LANGS: Lang[] = ["en", "es"];
type Key = { [K in keyof Strings]: Strings[K] extends string ? K : never }[keyof Strings];

export const stringsOf = (lang: Lang): Strings => (lang === "es" ? es : en);

/* Formats of a locale: each is made when it is first needed, once, for it takes a browser longer than a chart. */
class Formats {
  private readonly made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
  private own: Marks | null = null;
  constructor(private readonly locale: string, private readonly dates: string) {}
  get marks(): Marks {
    return (this.own ??= marksOf(this.locale));
  }
  date(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.get(name, () => new Intl.DateTimeFormat(this.dates, { ...options, year: "numeric", timeZone: "UTC" }));
  }
  compact(display: "short" | "long", figures: number): Intl.NumberFormat {
    return this.get(display, () => new Intl.NumberFormat(this.locale, { notation: "compact", compactDisplay: display, maximumSignificantDigits: figures }));
  }
  private get<T extends Intl.DateTimeFormat | Intl.NumberFormat>(name: string, make: () => T): T {
    const had = this.made.get(name) as T | undefined;
    if (had) return had;
    const one = make();
    this.made.set(name, one);
    return one;
  }
}
const formats = new Map<string, Formats>();
function formatsOf({ locale, dates }: Strings): Formats {
  const one = formats.get(locale) ?? new Formats(locale, dates);
  formats.set(locale, one);
  return one;
}

export class Words {
  readonly strings: Strings;
  readonly texts: Texts;
  private readonly formats: Formats;

  constructor(readonly lang: Lang, readonly about: About, readonly scenario: ScenarioWords) {
    this.strings = stringsOf(lang);
    this.texts = scenario[lang];
    this.formats = formatsOf(this.strings);
  }

  t(key: Key, values: Record<string, string | number> = {}): string {
    return fill(this.strings[key] as string, values);
  }
  /* A word that is looked for by what the engine says; else what it says. */
  maybe(key: string, otherwise: string): string {
    const w = (this.strings as unknown as Record<string, unknown>)[key];
    return typeof w === "string" ? w : otherwise;
  }
  get marks(): Marks {
    return this.formats.marks;
  }
  num = (v: number): string => number(v, this.marks);
  rounded = (v: number): string => rounded(v, this.marks);
  large = (v: number): string => (Math.abs(v) >= 1e9 ? this.formats.compact("long", 3).format(v) : this.rounded(v)); // in a sentence
  /* What the engine says of a what-if, as a page says it: lines of a file by number, one to a line; no line of what came
   * from levers. */
  wrong(e: unknown, file: boolean): string {
    const why = (e instanceof Error ? e.message : String(e)).replaceAll("`", "")
      .replace(/^what-if\.csv:(\d+):\d+: /gm, (_, n: string) => (file ? `${this.t("fileLine", { n })} ` : ""));
    const lines = why.split("\n").map((line) => this.engineLine(line));
    return lines.length > 1 ? `\n${lines.join("\n")}` : (lines[0] ?? "");
  }
  /* A line of it in the language of the page; else it says whose words these are. */
  private engineLine(line: string): string {
    const { engineParts } = this.strings;
    const [, at = "", said = line] = new RegExp(`^(${this.t("fileLine", { n: "\\d+" })} )?(.*)$`).exec(line) ?? [];
    if (!engineParts.length || said === "") return line;
    const more = /^\.\.\. (\d+) more$/.exec(said);
    if (more) return `... +${more[1]}`;
    const parts = /^found (.*?), expected (.*)$/.exec(said);
    const told = (part: string | undefined) => {
      const [pattern, words] = engineParts.find(([p]) => new RegExp(`^(?:${p})$`).test(part ?? "")) ?? [];
      return pattern && words ? (part ?? "").replace(new RegExp(`^(?:${pattern})$`), words) : "";
    };
    const [found, expected] = [told(parts?.[1]), told(parts?.[2])];
    return at + (found && expected ? this.t("engineFound", { found, expected }) : this.t("engineSays", { words: said }));
  }
  places = (v: number, n: number): string => places(v, n, this.marks);
  short = (v: number): string => (Math.abs(v) >= 1000 ? this.formats.compact("short", 2).format(v) : this.num(v));
  month = (m: Month): string => this.dateOf(m, this.formats.date("month", { month: "long" }));
  shortMonth = (m: Month): string => this.dateOf(m, this.formats.date("shortMonth", { month: "short" }));
  shortDay = (d: string): string => this.dateOf(d, this.formats.date("shortDay", { day: "numeric", month: "short" }));
  day = (d: string): string => this.dateOf(d, this.formats.date("day", { day: "numeric", month: "long" }));
  private dateOf(text: string, format: Intl.DateTimeFormat): string {
    const [y, m = "1", d = "1"] = text.split("-");
    const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
    return Number.isNaN(date.getTime()) ? text : format.format(date);
  }

  title(): string {
    return this.texts.title ?? this.about.title;
  }
  name(cell: string): string {
    return this.texts.names?.[cell] ?? cell.replaceAll("_", " ");
  }
  unit(s: SeriesInfo): string {
    return this.unitName(unitOf(s));
  }
  unitName(unit: string): string {
    return this.texts.names?.[unit] ?? this.maybe(`unit_${unit}`, unit);
  }
  /* Of a chart's axis: what a month's number is. */
  axis(s: SeriesInfo): string {
    const unit = this.unitName(s.unit);
    return s.overTime === "ratio" ? unit : this.t(s.overTime === "sum" ? "unitMonth" : "unitMeanDay", { unit });
  }
  /* What a range is: of the prior, or of what a fit left of it; the one place that says so. */
  kind(): string {
    return this.maybe(`kind${this.about.uncertainty}`, this.about.uncertainty);
  }
  kindMeans(): string {
    const { uncertainty, levelUntil } = this.about;
    return fill(this.maybe(`kindMeans${uncertainty}`, this.kind()), { month: levelUntil ? this.month(levelUntil) : "" });
  }
  heading(s: SeriesInfo): string {
    return this.texts.series?.[s.name]?.heading ?? (s.heading || this.meaning(s));
  }
  /* With its unit where the heading alone would be read as another. */
  headed(s: SeriesInfo): string {
    return unitOf(s) === "person-days" ? `${this.heading(s)} (${this.unit(s)})` : this.heading(s);
  }
  meaning(s: SeriesInfo): string {
    return this.texts.series?.[s.name]?.meaning ?? s.meaning;
  }
  /* How a sentence on it begins. */
  told(s: SeriesInfo): string {
    if (s.harm) return `${this.meaning(s)} (${this.unit(s)})`;
    return this.texts.series?.[s.name]?.told ?? (this.lang === "en" && s.sentence ? s.sentence : this.heading(s));
  }
  lever(path: string, otherwise: string): string {
    return this.texts.levers?.[path]?.name ?? otherwise;
  }
  policyTitle(p: Policy): string {
    return this.texts.policies?.[p.name]?.title ?? p.title;
  }
  policyAbout(p: Policy): string {
    return this.texts.policies?.[p.name]?.about ?? p.about;
  }
  clause(series: string): Clause {
    return this.texts.clauses?.[series] ?? {};
  }
  list(items: string[]): string {
    const last = items.length - 1;
    return last < 1 ? (items[0] ?? "") : items.slice(0, last).join("; ") + ";" + this.t("and") + items[last];
  }
  part(v: number): string {
    return `${this.places(100 * v, Math.abs(v) < 0.1 && v !== 0 ? 1 : 0)}${this.lang === "es" ? "\u00a0%" : "%"}`;
  }
  percent(v: number): string {
    return `${v < 0 ? "−" : "+"}${this.places(Math.abs(100 * v), 0)}${this.lang === "es" ? "\u00a0%" : "%"}`;
  }
}

export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}

/* As the first word of a line. */
export const capital = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);
