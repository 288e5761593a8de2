/* What the page is not for. */
import type { App, Pane } from "./app";
import { h } from "./dom";

export function usesView(app: App): Pane {
  const w = app.words;
  const list = w.strings.uses.map(([what, why]) => h("div", {}, h("dt", {}, what ?? ""), h("dd", {}, why ?? "")));
  return {
    root: h("div", { class: "view uses reading" }, h("h1", {}, w.t("usesTitle")), h("p", { class: "lead" }, w.t("usesLead")),
            h("dl", {}, ...list), h("p", {}, w.t("usesBy"))),
    rows: () => [], wants: () => [], told: () => undefined,
  };
}
