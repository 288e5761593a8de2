/* From the plane to pixels: where circles stand so that none covers another, and how the legs of a road lie beside one
 * another. Pure. */
import type { Point } from "./geography";

export interface Transform {
  k: number; // pixels a degree
  x: number;
  y: number;
}
export const toScreen = (t: Transform, p: Point): Point => [p[0] * t.k + t.x, p[1] * t.k + t.y];

export interface Disc {
  home: Point; // where it would stand
  r: number; // the largest it becomes
  x: number;
  y: number;
}

const ROUNDS = 90;

/* Discs give way to one another and are drawn home again. They keep still while time goes by: `r` is the largest. */
export function settle(discs: Disc[], gap: number): void {
  for (const d of discs) [d.x, d.y] = d.home;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < discs.length; i++)
      for (let j = i + 1; j < discs.length; j++) {
        const [a, b] = [discs[i]!, discs[j]!];
        let [dx, dy] = [b.x - a.x, b.y - a.y];
        const wanted = a.r + b.r + gap;
        let d2 = dx * dx + dy * dy;
        if (d2 >= wanted * wanted) continue;
        if (d2 < 1e-6) [dx, dy, d2] = [0.01 * (1 + i), 0.01 * (1 + j), 0.0002];
        const d = Math.sqrt(d2);
        const push = ((wanted - d) / d) * 0.52;
        const share = a.r + b.r > 0 ? b.r / (a.r + b.r) : 0.5; // the smaller gives way
        a.x -= dx * push * share;
        a.y -= dy * push * share;
        b.x += dx * push * (1 - share);
        b.y += dy * push * (1 - share);
        moved = true;
      }
    if (!moved) break;
    if (round < ROUNDS * 0.6)
      for (const d of discs) {
        d.x += (d.home[0] - d.x) * 0.06;
        d.y += (d.home[1] - d.y) * 0.06;
      }
  }
}

/* A gentle curve from a to b, `offset` pixels to its right. */
export function curve(a: Point, b: Point, bulge: number, offset: number): string {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const d = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [-dy / d, dx / d];
  const swing = bulge * d + offset;
  const f = (v: number) => v.toFixed(1);
  return `M${f(a[0] + nx * offset)},${f(a[1] + ny * offset)}Q${f((a[0] + b[0]) / 2 + nx * (swing + bulge * d))},${f((a[1] + b[1]) / 2 + ny * (swing + bulge * d))} ${f(b[0] + nx * offset)},${f(b[1] + ny * offset)}`;
}

/* A small arrow upon the middle of such a curve, from a to b. */
export function arrowHead(a: Point, b: Point, bulge: number, size: number): string {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const d = Math.hypot(dx, dy);
  if (d < size * 6) return "";
  const [ux, uy] = [dx / d, dy / d];
  const [x, y] = [(a[0] + b[0]) / 2 - uy * bulge * d, (a[1] + b[1]) / 2 + ux * bulge * d];
  const f = (v: number) => v.toFixed(1);
  const end = (side: number) => `${f(x - ux * size - uy * side * size)},${f(y - uy * size + ux * side * size)}`;
  return `M${end(1)}L${f(x)},${f(y)}L${end(-1)}`;
}

/* A number that is easily read, at or below x: 1, 2 or 5 times a power of ten. */
export function roundBelow(x: number): number {
  if (!(x > 0)) return 1;
  const power = Math.pow(10, Math.floor(Math.log10(x)));
  for (const m of [5, 2]) if (m * power <= x) return m * power;
  return power;
}
