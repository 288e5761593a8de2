/* The map beside or below the chart: it draws the same answers, and what is picked on it is what the charts show. */
import { mapEn, mapEs, mapWants, mountMap, type Focus as Picked, type Geography, type VadoMap } from "../map/map";
import type { App } from "./app";
import { h, text } from "./dom";
import { inSight } from "../charts/figure";

function geography(): Geography | undefined {
  try {
    const words = document.getElementById("geography")?.textContent;
    return words ? (JSON.parse(words) as Geography) : undefined;
  } catch {
    return undefined; // the map then draws places without a coast
  }
}

export function placeMap(app: App, host: HTMLElement): void {
  const { about } = app.engine;
  if (!about.places.length && !about.sectors.length) return;
  const w = app.words;
  const box = h("div", { class: "map" });
  const title = h("h2", {}, w.t("mapTitle"));
  host.append(h("section", { class: "map-place" }, title, box));
  const sectors = new Set(about.sectors.map((s) => s.name));
  let month = -1; // where the hand or the play stands
  let told: string | null = null;
  let map: VadoMap | null = null;
  const made = (): VadoMap => { // with its first drawing: the chart above it is there before
    const coast = geography();
    const one = mountMap(box, about, {
      words: w.lang === "es" ? mapEs : mapEn, locale: w.strings.locale, number: (n) => w.rounded(Math.round(n)), month: w.month, name: (n) => w.name(n),
      ...(coast ? { geography: coast } : {}),
    });
    one.on("month", (at) => (month = at));
    one.on("focus", (f: Picked | null) => {
      told = f?.name ?? "";
      app.set({ focus: f ? { margin: "place", cell: f.name } : null });
    });
    return one;
  };
  app.join({
    wants: () => mapWants(about),
    leave: () => map?.destroy(),
    draw: (always) => {
      const { base, answer, rows } = app.run.shown;
      if (!base?.done || !(always || inSight(box))) return false; // it shows places: totals known before are not enough
      const changed = rows.length > 0 && answer !== null;
      if (!map) {
        map = made();
        return "more"; // to make it and to draw it are too much for one task
      }
      text(title, w.t(changed ? "mapTitleIf" : "mapTitle"));
      const last = base.done - 1;
      const at = month >= 0 ? month : changed ? Math.min(answer.changedFrom + 1, last) : last;
      map.update(changed ? answer : base, changed ? base : null, Math.min(at, last));
      const name = app.state.focus?.margin === "place" ? app.state.focus.cell : "";
      if (name !== (told ?? "")) map.focus(name ? { kind: sectors.has(name) ? "sector" : "place", name } : null);
      told = name;
      return true;
    },
  });
}
