/* What can be done with a what-if: keep, save, load, link, mail, print. */
import { isPolicy, policyText } from "../engine/policy";
import { csvOf } from "../charts/export";
import type { App } from "./app";
import { MOST_KEPT } from "./address";
import { button, fileName, follow, h, save } from "./dom";
import { sameRows, refused, type WhatIf } from "./rows";

export function keep(app: App, what: WhatIf): void {
  const w = app.words;
  if (app.state.kept.some((k) => sameRows(k.rows, what.rows))) return app.say(w.t("kept", { name: what.title }));
  if (app.state.kept.length >= MOST_KEPT) return app.say(w.t("compareFull"));
  app.set({ kept: [...app.state.kept, what] });
  app.say(w.t("kept", { name: what.title }));
}

export async function copyText(app: App, words: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    app.say(said);
  } catch {
    app.say(words); // from disk a browser may refuse: then it stands there to be copied by hand
  }
}

const MOST_BYTES = 1_000_000; // of a what-if: it has some rows

export async function openFile(app: App, file: File): Promise<void> {
  const { words } = app;
  const no = (why: string) => app.say(words.t("unreadable", { why }));
  if (file.size > MOST_BYTES) return no(words.t("fileLarge", { n: words.num(Math.ceil(file.size / 1e6)) }));
  try {
    const text = await file.text();
    if (!isPolicy(text)) return no(words.t("fileOther"));
    const policy = await app.engine.readPolicy(text);
    const why = refused(policy.rows, app.engine.about);
    if (why) return no(words.t("fileMoves", { what: why }));
    app.go({ view: "bench", base: { name: policy.name, title: policy.title || file.name, rows: policy.rows }, settings: new Map() });
  } catch (e) {
    no(words.wrong(e, true));
  }
}

export function actions(app: App, what: () => WhatIf | null): HTMLElement {
  const w = app.words;
  const { about } = app.engine;
  const file = (x: WhatIf) => policyText(x.rows, x.title, `${about.title}. ${w.t("noCause")}`);
  const input = h("input", { type: "file", accept: ".csv,text/csv", class: "hidden-file", tabindex: -1, "aria-label": w.t("openFile") });
  input.addEventListener("change", () => {
    const chosen = input.files?.[0];
    if (chosen) void openFile(app, chosen);
    input.value = "";
  });
  const act = (words: string, todo: (x: WhatIf) => void) => button(words, () => {
    const x = what();
    if (x) todo(x);
    else app.say(w.t("noChange"));
  }, { class: "plain" });
  const mail = (x: WhatIf) => {
    const body = w.t("mailBody", { title: w.title(), hash: location.hash, csv: file(x), caveat: w.t("noCause") });
    follow({ href: `mailto:?subject=${encodeURIComponent(x.title)}&body=${encodeURIComponent(body)}` });
  };
  return h("div", { class: "actions" },
    act(w.t("keep"), (x) => keep(app, x)),
    act(w.t("saveFile"), (x) => save(`${fileName(x.title)}.csv`, file(x), "text/csv")),
    button(w.t("saveShown"), () => save(`${fileName(what()?.title ?? w.title())}-shown.csv`, csvOf(app.shown()), "text/csv"), { class: "plain" }),
    button(w.t("openFile"), () => input.click(), { class: "plain" }), input,
    button(w.t("link"), () => void copyText(app, location.href, w.t("linkCopied")), { class: "plain" }),
    act(w.t("mail"), mail), button(w.t("print"), () => window.print(), { class: "plain" }));
}
