/* The run as history went, of all people and places, as the engine that the page will run gives it: what the first chart
 * draws before that engine has lived a day. The page's own run replaces it, with the same numbers. */
import { live } from "./moves.mjs";

/* { series: [values by month, what a ratio is divided by] }; null where there is nothing to divide by. */
export function historyOf(program, about, { tables }) {
  const layout = tables.layout(about, about.series.map(({ name: series }) => ({ series, margin: "total" })));
  program.show(layout.shown);
  program.lay(null);
  const { months } = live(program, layout, 0, null);
  const column = (at) => months.map((month) => (Number.isNaN(month[at]) ? null : month[at]));
  return Object.fromEntries(layout.slots.map(({ series, at, under }) => [series, under < 0 ? [column(at)] : [column(at), column(under)]]));
}
