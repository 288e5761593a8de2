/* The page as a whole: its state, its frame, and which view is shown. A view says what it wants to see and which
 * what-if it asks about; it is told when answers come. */
import type { Engine, PolicyRow, Want } from "../engine/types";
import type { Told } from "../charts/export";
import { Figure } from "../charts/figure";
import type { ScenarioWords } from "../words/scenario";
import { LANGS, Words, stringsOf, type Lang } from "../words/words";
import { VIEWS, fresh, read, write, type State, type View } from "./address";
import { button, clear, h, text } from "./dom";
import { Press } from "./press";
import { figureWords, picture, wantsOf, type Source, type Subject } from "./picture";
import { Run, type News } from "./run";
import { startView } from "./view_start";
import { storiesView } from "./view_stories";
import { benchView } from "./view_bench";
import { compareView, type Done } from "./view_compare";
import { trustView } from "./view_trust";
import { usesView } from "./view_uses";

export interface Pane {
  root: HTMLElement;
  rows(): PolicyRow[];
  wants(): Want[];
  told(what: "answer" | "band" | "error"): void; // charts are drawn by the page
  own?: boolean; // asks the engine by itself
}
export interface Placed {
  figure: Figure;
  subject(): Subject;
  source(): Source;
  stale: boolean; // has not drawn what is known
}

/* Something beside the charts that draws answers. */
interface Joined {
  draw(always: boolean): boolean | "more"; // false: it is out of sight, or nothing is there; more: go on in another task
  wants(): Want[];
  leave(): void;
  stale: boolean;
  drawn: boolean; // ever
}

const SLICE_MS = 8; // of one task's drawing; what is left goes on in the next
const REST_MS = 300; // after news of a run that goes on, or of a band, what is out of sight is drawn too

const VIEW_WORDS = { start: "viewStart", stories: "viewStories", bench: "viewBench", compare: "viewCompare",
                     trust: "viewTrust", uses: "viewUses" } as const;

export class App {
  state: State;
  words: Words;
  readonly run: Run;
  private pane: Pane | null = null;
  placed: Placed[] = [];
  readonly compared = new Map<string, Done>(); // what-ifs that were run to be compared
  private extra: Joined[] = [];
  private readonly main = h("main", { id: "main", tabindex: -1 });
  private readonly header = h("header");
  private readonly footer = h("footer");
  private readonly pasts = h("p", { class: "pasts" });
  private readonly notice = h("p", { class: "notice", role: "status" });
  private readonly closes: HTMLElement; // takes the notice away
  private frame = 0;
  private readonly sizes = new ResizeObserver((list) => this.resized(list));
  private written = "";
  private readonly press = new Press(() => this.letGo());

  constructor(readonly root: HTMLElement, readonly engine: Engine, readonly scenario: ScenarioWords) {
    const preferred: Lang = navigator.language?.startsWith("es") ? "es" : "en";
    const { state, wrong } = read(location.hash, engine.about, preferred);
    this.state = state;
    this.words = new Words(state.lang, engine.about, scenario);
    this.run = new Run(engine, (what) => this.answered(what));
    const skip = h("a", { class: "skip", href: "#main", onclick: (e) => { e.preventDefault(); this.main.focus(); } });
    const close = button("×", () => this.say(""), { class: "plain" });
    this.closes = close;
    root.replaceChildren(skip, this.header, h("div", { class: "notice-box" }, this.notice, close), this.main, this.footer);
    window.addEventListener("hashchange", () => this.fromAddress());
    window.addEventListener("scroll", () => this.schedule(), { passive: true });
    window.addEventListener("beforeprint", () => {
      for (const d of this.main.querySelectorAll<HTMLDetailsElement>(".trust details:not([open]), .doubt details:not([open]), .compare-tables details:not([open])")) {
        d.open = true; // on paper nothing can be unfolded
        addEventListener("afterprint", () => (d.open = false), { once: true });
      }
      for (const p of this.placed) this.drawChart(p, true);
      for (const x of this.extra) for (let part = 0; part < 2; part++) this.drawJoined(x, true);
    });
    this.render();
    if (wrong.length) this.say(this.words.t("badAddress", { why: wrong.join(", ") }));
  }

  say(message: string): void {
    text(this.notice, message);
  }

  /* A change of the state that keeps the view as it is: a lever moved, a step taken. */
  set(change: Partial<State>): void {
    Object.assign(this.state, change);
    this.remember(false);
    this.refresh();
  }
  /* A change to another view, or of the language. */
  go(change: Partial<State>): void {
    Object.assign(this.state, change);
    this.remember(true);
    this.render();
    window.scrollTo(0, 0);
    this.main.focus({ preventScroll: true });
  }

  private remember(step: boolean): void {
    this.written = write(this.state, this.engine.about);
    if (this.written === location.hash) return;
    if (step) history.pushState(null, "", this.written);
    else history.replaceState(null, "", this.written);
  }
  private fromAddress(): void {
    if (location.hash === this.written) return;
    const { state, wrong } = read(location.hash, this.engine.about, this.state.lang);
    this.state = state;
    this.written = location.hash;
    this.render();
    this.say(wrong.length ? this.words.t("badAddress", { why: wrong.join(", ") }) : "");
  }

  linkTo(change: Partial<State>): string {
    return write({ ...fresh(this.state.lang), kept: this.state.kept, ...change }, this.engine.about);
  }

  render(): void {
    this.words = new Words(this.state.lang, this.engine.about, this.scenario);
    document.documentElement.lang = this.state.lang;
    document.title = this.words.title();
    this.say("");
    this.tellPasts();
    this.placed = [];
    for (const x of this.extra) x.leave();
    this.extra = [];
    this.sizes.disconnect();
    this.drawHeader();
    this.drawFooter();
    const make: Record<View, (app: App) => Pane> = {
      start: startView, stories: storiesView, bench: benchView, compare: compareView, trust: trustView, uses: usesView,
    };
    this.pane = make[this.state.view](this);
    this.main.replaceChildren(this.pane.root);
    text(this.root.querySelector(".skip") as Element, this.words.t("skip"));
    this.closes.setAttribute("aria-label", this.words.t("closeNotice"));
    for (const p of this.placed) this.sizes.observe(p.figure.root);
    this.refresh();
  }

  /* Asks for what the view wants of the what-if it shows, and draws what is there. */
  refresh(): void {
    const pane = this.pane;
    if (!pane) return;
    const wants = [...pane.wants(), ...this.placed.flatMap((p) => wantsOf(this.engine.about, p.subject())),
                   ...this.extra.flatMap((x) => x.wants())];
    this.answered("answer");
    if (wants.length && !pane.own) void this.run.want(wants, pane.rows());
  }

  place(host: Element, subject: () => Subject, level?: "h2", source: () => Source = () => this.run): Figure {
    const { words } = this;
    const c = (k: Parameters<Words["t"]>[0]) => words.t(k);
    const figure = new Figure(host, figureWords(words, source(), subject()), {
      table: c("table"), tableOf: c("tableOf"), csv: c("csv"), svg: c("svg"), png: c("png"),
      columns: { month: c("colMonth"), was: c("colWas"), would: c("colIf"), low: c("colLow"), high: c("colHigh"), published: c("colPublished") },
      download: (what, title) => words.t("download", { what, title }),
    }, { number: words.rounded, short: words.short, month: words.shortMonth },
    { tall: subject().tall, key: subject().series.name, level });
    this.placed.push({ figure, subject, source, stale: true });
    this.sizes.observe(figure.root);
    return figure;
  }
  unplace(figure: Figure): void {
    this.placed = this.placed.filter((p) => p.figure !== figure);
    figure.root.remove();
  }
  /* Something else that draws answers: the map. */
  join(x: Omit<Joined, "stale" | "drawn">): void {
    this.extra.push({ ...x, stale: true, drawn: false });
  }

  /* What the charts of the view show, in sight or not. */
  shown(): Told[] {
    return this.placed.flatMap(({ source, subject }) => {
      const data = picture(this.words, source(), subject());
      return data ? [{ data, words: figureWords(this.words, source(), subject()) }] : [];
    });
  }

  refreshCharts(): void {
    this.schedule("answer");
  }

  private resized(list: ResizeObserverEntry[]): void {
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8;
    for (const entry of list) {
      const p = this.placed.find((x) => x.figure.root === entry.target);
      p?.figure.resize(entry.contentRect.width, size);
    }
    this.schedule();
  }

  private answered(what: News): void {
    if (what === "pasts") return this.tellPasts();
    const { error, refused } = this.run.shown;
    if (what === "error") this.say(this.words.t(refused ? "notRun" : "failed", { why: this.words.wrong(error, false) }));
    this.schedule(what);
  }
  private tellPasts(): void {
    const { pasts } = this.run.shown;
    text(this.pasts, pasts && pasts.done < pasts.of ? this.words.t("pasts", { n: pasts.done, of: pasts.of }) : "");
    this.root.dataset.pasts = String(pasts?.done ?? 0); // for tests
  }
  private schedule(what?: "answer" | "band" | "error"): void {
    if (what) {
      this.news.add(what);
      this.root.dataset.news = String(Number(this.root.dataset.news ?? 0) + 1); // for tests
    }
    if (!this.frame) this.frame = requestAnimationFrame(() => this.drawAll());
  }
  private news = new Set<"answer" | "band" | "error">();

  /* A part at a time, so that no task is long: charts, words, the map. */
  private drawAll(): void {
    this.frame = 0;
    if (this.press.on) return;
    clearTimeout(this.rested);
    this.root.dataset.rest = "";
    const news = [...new Set([...this.news, ...(this.parts.length ? this.telling : [])])]; // what was broken off is told again
    this.telling = news;
    this.news.clear();
    if (news.length) for (const p of [...this.placed, ...this.extra]) p.stale = true;
    this.begun = performance.now();
    this.parts = [...this.placed.map((p) => () => this.drawChart(p, false)),
                  ...(news.length ? [() => this.pane?.told(news.includes("band") ? "band" : "answer")] : []),
                  ...this.extra.map((x) => () => this.drawJoined(x, false)), ...(news.length ? [() => this.drawn()] : []),
                  () => this.atRest()];
    this.goOn();
  }
  /* What is out of sight is drawn when nothing else is to do, so that it stands there, as high as it will be, before it comes
   * into sight: what grew then would move what is below it from under the hand. What was never drawn has no height yet. */
  private atRest(): void {
    const list = [...this.placed.map((p) => ({ x: p, first: !p.figure.drawn, draw: () => this.drawChart(p, true) })),
                  ...this.extra.map((x) => ({ x, first: !x.drawn, draw: () => this.drawJoined(x, true) }))].filter(({ x }) => x.stale);
    const rests = () => void (this.root.dataset.rest = "yes"); // for tests
    if (!list.length) return rests();
    const later = () => {
      this.parts.push(...list.map(({ draw }) => draw), rests);
      this.goOn();
    };
    const soon = list.some(({ first }) => first) || (this.root.dataset.state === "ready" && this.telling.includes("answer"));
    this.rested = window.setTimeout(later, soon ? 0 : REST_MS);
  }
  private rested = 0;
  private letGo(): void {
    this.schedule();
    if (this.parts.length) this.goOn();
  }
  private parts: (() => void)[] = [];
  private telling: ("answer" | "band" | "error")[] = [];
  private begun = 0;
  private next = 0;

  private goOn(): void {
    clearTimeout(this.next);
    if (this.press.on) return;
    const begun = performance.now();
    while (this.parts.length) {
      this.parts.shift()?.();
      if (this.parts.length && performance.now() - begun > SLICE_MS) {
        this.next = window.setTimeout(() => this.goOn(), 0);
        return;
      }
    }
  }

  /* For tests: how often all was drawn, how long it took, and of what. */
  private drawn(): void {
    const { answer, base, bands } = this.run.shown;
    const growing = !base || base.done < base.months.length || (answer !== null && answer.done < answer.months.length);
    const { dataset } = this.root;
    dataset.drawn = String(Number(dataset.drawn ?? 0) + 1);
    dataset.drawMs = (performance.now() - this.begun).toFixed(1);
    dataset.state = growing ? "running" : this.run.settled ? "ready" : "asking";
    dataset.members = this.run.bandIsFresh ? String(bands?.members ?? 0) : "0";
  }

  /* Those in sight; the others at rest, when they come into sight, or are printed. */
  private drawChart(p: Placed, always: boolean): void {
    if (!p.stale || !(always || p.figure.inSight())) return;
    const s = p.subject();
    const data = picture(this.words, p.source(), s);
    if (!data) return;
    p.stale = false;
    p.figure.say(figureWords(this.words, p.source(), s));
    p.figure.draw(data);
  }
  private drawJoined(x: Joined, always: boolean): void {
    const done = x.stale && x.draw(always);
    if (done === "more") this.parts.unshift(() => this.drawJoined(x, always));
    if (done !== true) return;
    x.stale = false;
    x.drawn = true;
  }

  private drawHeader(): void {
    const { words, state } = this;
    const link = (view: View) => h("a", {
      href: this.linkTo({ view }), "aria-current": state.view === view ? "page" : null,
      onclick: (e) => { e.preventDefault(); this.go({ view, story: "", step: 0, stop: 0, focus: null }); },
    }, words.t(VIEW_WORDS[view]));
    const langs = h("div", { class: "langs", role: "group", "aria-label": words.t("languages") },
      ...LANGS.map((lang) => button(stringsOf(lang).language,
        () => this.go({ lang }), { lang, "aria-pressed": String(state.lang === lang), class: "plain" })));
    clear(this.header);
    this.header.append(
      h("p", { class: "title" }, words.title()), langs,
      h("nav", { "aria-label": words.t("views") }, h("ul", {}, ...VIEWS.map((v) => h("li", {}, link(v)))),
        h("p", { class: "uses-link" }, link("uses"))));
    this.header.append(this.pasts);
    if (words.strings.translation) this.header.append(h("p", { class: "translation" }, words.strings.translation));
  }

  private drawFooter(): void {
    const { words } = this;
    const { about } = this.engine;
    clear(this.footer);
    this.footer.append(
      h("p", {}, words.t("printHead", { version: about.version, scenario: about.scenario, hash: about.inputHash.slice(0, 16),
        period: words.t("period", { from: words.month(about.first), until: words.month(about.last) }) }), ". ", words.t("noCause")),
      h("ul", { class: "limits print-only" }, ...words.strings.limits.map((l) => h("li", {}, l))));
  }
}
