/* What is on the map and never moves on its plane: places, sectors, roads, and which way is away from the way.
 *
 * Circles of sectors stand off the line, on the side that people go to; those of places on the side they come from. The
 * direction is that across the line through the sectors and the places before them, away from the other places. */
import type { About, Leg } from "../engine/types";
import { onPlane, type Point } from "./geography";
import { CIRCLES, ENTRIES, legName, LEGS, SERIES_OF, SIGNS, type Circle, type Sign } from "./series";

/* How a place is called in the language of the page. */
export type Title = (name: string) => string;

export interface Node {
  id: string;
  kind: "place" | "sector";
  name: string; // as the engine calls it
  title: string;
  at: Point;
  circles: Circle[];
  sign: Sign | null;
  arriving: string[]; // names of legs
  leaving: string[];
}
export interface RoadLeg {
  name: string;
  mode: string;
  index: number;
}
export interface Road {
  from: Node;
  to: Node;
  legs: RoadLeg[]; // in the order of modes
  bulge: number; // how far the curve swings out, of its length
}
export interface Scene {
  nodes: Node[]; // sectors, then places
  byName: Map<string, Node>; // `${kind}:${name}`
  roads: Road[];
  modes: string[];
  onward: Point; // unit vector on the plane: over the line
  hasLegs: boolean;
  hasEntries: boolean;
}

const USUAL = ["bus", "train", "truck", "smuggler", "walk", "boat", "air"];
const far = (mode: string) => mode === "air" || mode === "boat";

function modesOf(legs: Leg[]): string[] {
  const there = [...new Set(legs.map((l) => l.mode))];
  const rank = (m: string) => (USUAL.includes(m) ? USUAL.indexOf(m) : USUAL.length);
  return there.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

const finite = (x: { lat: number; lon: number }) => Number.isFinite(x.lat) && Number.isFinite(x.lon);

function cellsOf(about: About, series: string): Set<string> {
  return new Set(about.series.find((s) => s.name === series)?.places ?? []);
}

function nodesOf(about: About, title: Title): Node[] {
  const sectors = new Set(about.sectors.map((s) => s.name));
  const held = Object.fromEntries(CIRCLES.map((c) => [c, cellsOf(about, SERIES_OF[c])])) as Record<Circle, Set<string>>;
  const signs = Object.fromEntries(SIGNS.map((s) => [s, cellsOf(about, s)])) as Record<Sign, Set<string>>;
  const node = (kind: Node["kind"], x: { name: string; lat: number; lon: number }): Node => {
    const own = (cells: Set<string>) => cells.has(x.name) && (kind === "sector") === [...cells].every((c) => sectors.has(c));
    return {
      id: `${kind}:${x.name}`,
      kind,
      name: x.name,
      title: title(x.name),
      at: onPlane(x.lon, x.lat),
      circles: CIRCLES.filter((c) => own(held[c])),
      sign: SIGNS.find((s) => own(signs[s])) ?? null,
      arriving: [],
      leaving: [],
    };
  };
  return [...about.sectors.filter(finite).map((s) => node("sector", s)), ...about.places.filter(finite).map((p) => node("place", p))];
}

function roadsOf(about: About, byName: Map<string, Node>, modes: string[]): Road[] {
  const roads = new Map<string, Road>();
  about.legs.forEach((leg, index) => {
    const [from, to] = [byName.get(`place:${leg.from}`), byName.get(`place:${leg.to}`)];
    if (!from || !to) return;
    const key = JSON.stringify([leg.from, leg.to, far(leg.mode) ? leg.mode : ""]);
    const road: Road = roads.get(key) ?? { from, to, legs: [], bulge: leg.mode === "air" ? 0.22 : leg.mode === "boat" ? 0.15 : 0.06 };
    const name = legName(leg);
    road.legs.push({ name, mode: leg.mode, index });
    roads.set(key, road);
    from.leaving.push(name);
    to.arriving.push(name);
  });
  for (const road of roads.values()) road.legs.sort((a, b) => modes.indexOf(a.mode) - modes.indexOf(b.mode));
  return [...roads.values()];
}

const mean = (points: Point[]): Point => [points.reduce((s, p) => s + p[0], 0) / points.length, points.reduce((s, p) => s + p[1], 0) / points.length];

function unit([x, y]: Point): Point {
  const d = Math.hypot(x, y);
  return d > 0 ? [x / d, y / d] : [0, -1];
}

function onwardOf(about: About, nodes: Node[]): Point {
  const sectors = nodes.filter((n) => n.kind === "sector").map((n) => n.at);
  const before = nodes.filter((n) => n.kind === "place" && about.crossings.some((c) => c.from === n.name)).map((n) => n.at);
  const others = nodes.filter((n) => n.kind === "place").map((n) => n.at);
  if (!sectors.length || !others.length) return [0, -1];
  const line = [...sectors, ...before];
  const [cx, cy] = mean(line);
  const heading: Point = [mean(sectors)[0] - mean(others)[0], mean(sectors)[1] - mean(others)[1]];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of line) {
    xx += (x - cx) ** 2;
    xy += (x - cx) * (y - cy);
    yy += (y - cy) ** 2;
  }
  const [half, root] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  if (sectors.length < 3 || half - root > 0.5 * (half + root)) return unit(heading); // no line to speak of
  const across = unit(Math.abs(xy) > 1e-9 ? [half - root - yy, xy] : xx > yy ? [0, 1] : [1, 0]);
  const sign = across[0] * heading[0] + across[1] * heading[1] < 0 ? -1 : 1;
  return [across[0] * sign, across[1] * sign];
}

/* A sector is drawn where the line is, below its headquarters: so far over the line as the nearest of its towns. */
function toTheLine(about: About, nodes: Node[], [ox, oy]: Point): void {
  const towns = nodes.filter((n) => n.kind === "place" && about.crossings.some((c) => c.from === n.name));
  for (const n of nodes) {
    const own = towns.filter((t) => about.crossings.some((c) => c.from === t.name && c.sector === n.name));
    if (n.kind !== "sector" || !own.length) continue;
    const away = (c: Node) => Math.hypot(c.at[0] - n.at[0], c.at[1] - n.at[1]);
    const near = own.reduce((a, b) => (away(b) < away(a) ? b : a));
    const over = (n.at[0] - near.at[0]) * ox + (n.at[1] - near.at[1]) * oy;
    n.at = [n.at[0] - ox * over, n.at[1] - oy * over];
  }
}

export function sceneOf(about: About, title: Title): Scene {
  const nodes = nodesOf(about, title);
  const byName = new Map(nodes.map((n) => [n.id, n]));
  const modes = modesOf(about.legs);
  const roads = roadsOf(about, byName, modes);
  const there = (name: string) => about.series.some((s) => s.name === name && s.places.length > 0);
  const onward = onwardOf(about, nodes);
  toTheLine(about, nodes, onward);
  return { nodes, byName, roads, modes, onward, hasLegs: there(LEGS), hasEntries: there(ENTRIES) };
}
