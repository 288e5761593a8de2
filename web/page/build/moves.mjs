/* Which levers and policies move anybody here: at one end of its reach or the other, from the day on which the workbench
 * would set it or else from the first, some number of people that the page draws or tells is another, to the last bit.
 * What moves no more than an index of governments moves nobody. It is asked of the rows that the page would make, by the
 * engine that it will run. */

const NEVER = -1;

/* The months of what is laid, until one differs from that of `base`: which one does, and all of them. */
export function live(program, layout, from, base) {
  const months = [];
  for (let at = from; program.left() > 0; at++) {
    const month = new Float64Array(layout.width);
    program.next(layout.shown.length, month, 0);
    months.push(month);
    if (base && month.some((x, i) => !Object.is(x, base[at][i]))) return { differs: at, months };
  }
  return { differs: NEVER, months };
}

/* { lever(LeverInfo), policy(Policy) }: whether it moves anybody. modules: of the page, by name; about: as the page has
 * it, with the levers that are in question. */
export function mover(program, about, { tables, rows, policy, types }) {
  const people = tables.ofMembers(about).filter(({ series, margin }) => {
    const { harm, main, section } = about.series.find((one) => one.name === series);
    return margin === "total" && (harm || main || ["line", "way", "after"].includes(section));
  });
  const layout = tables.layout(about, people);
  program.show(layout.shown);
  program.lay(null);
  const base = live(program, layout, 0, null).months;
  const moves = (list) => {
    try {
      program.lay(policy.policyText(list));
    } catch (error) {
      if (error instanceof types.PolicyError) return false; // the page would refuse it, too
      throw error;
    }
    return live(program, layout, base.length - program.left(), base).differs !== NEVER;
  };
  const set = (lever, from, value) => rows.rowsOf(new Map([[lever.path, { value, from, until: "" }]]), about);
  return {
    lever: (lever) => [rows.benchDay(about), about.leverFirst].some((day) => rows.reach(lever).some((end) => moves(set(lever, day, end)))),
    policy: (one) => moves(one.rows),
  };
}
