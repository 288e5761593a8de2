/* Quantiles as `vado` has them (src/table/layers.c), and how far out an interval over members goes. */

/* Members: from here on an interval is 5% to 95%, of fewer the lowest and the highest. */
export const QUANTILES_FROM = 40;

export const outOf = (members: number): number => (members >= QUANTILES_FROM ? 0.05 : 0);

/* Linear between order statistics. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0) return NaN;
  const at = q * (n - 1);
  const below = Math.floor(at);
  const x = sorted[below] as number;
  return below + 1 < n ? x + (at - below) * ((sorted[below + 1] as number) - x) : x;
}
