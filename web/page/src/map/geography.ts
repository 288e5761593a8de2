/* Coast, borders and names of countries, as build/geography.mjs writes them, and where they lie on the plane of the map.
 *
 * The plane is Mercator's, in degrees of longitude: x to the east, y to the south. So shapes keep their angles at any
 * zoom, and a place's point is worked out once. */

export interface Box {
  west: number;
  east: number;
  south: number;
  north: number;
}
export interface Country {
  name: string; // English, of Natural Earth
  code: string; // ISO 3166 alpha-2, "" if not known
  at: [number, number][]; // longitude and latitude of points where the name may stand, best first
  area: number;
}
export interface Geography {
  steps: number; // of a degree: lines are whole numbers of steps, each point after the first by its difference
  box: Box; // what is drawn at all
  way: Box; // the whole way, as first shown
  line: Box; // the sectors and the places before them
  land: number[][];
  borders: number[][];
  states: number[][];
  countries: Country[];
}
export type Point = [number, number];

const RAD = Math.PI / 180;

export function onPlane(lon: number, lat: number): Point {
  const phi = Math.max(-85, Math.min(85, lat)) * RAD;
  return [lon, -Math.log(Math.tan(Math.PI / 4 + phi / 2)) / RAD];
}

/* Lines as one path. */
export function pathOf(lines: number[][], steps: number, closed: boolean): string {
  const parts: string[] = [];
  for (const line of lines) {
    let x = 0;
    let y = 0;
    for (let i = 0; i < line.length; i += 2) {
      x += line[i]!;
      y += line[i + 1]!;
      const [px, py] = onPlane(x / steps, y / steps);
      parts.push(i ? "L" : "M", px.toFixed(3), ",", py.toFixed(3));
    }
    if (closed) parts.push("Z");
  }
  return parts.join("");
}

export function cornersOf(box: Box): { x: number; y: number; width: number; height: number } {
  const [x, y] = onPlane(box.west, box.north);
  const [x1, y1] = onPlane(box.east, box.south);
  return { x, y, width: x1 - x, height: y1 - y };
}

/* Without a geography of its own a map still has its places. */
export function boxOf(points: { lat: number; lon: number }[], part = 0.08): Box {
  const there = points.filter((p) => Math.abs(p.lat) <= 85 && Math.abs(p.lon) <= 180);
  if (!there.length) return { west: -180, east: 180, south: -60, north: 75 };
  const of = (f: (p: { lat: number; lon: number }) => number) => there.map(f);
  const [west, east] = [Math.min(...of((p) => p.lon)), Math.max(...of((p) => p.lon))];
  const [south, north] = [Math.min(...of((p) => p.lat)), Math.max(...of((p) => p.lat))];
  const w = Math.max(east - west, (north - south) / 3, 2) * (0.5 + part);
  const h = Math.max(north - south, (east - west) / 3, 1.5) * (0.5 + part);
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  return { west: lon - w, east: lon + w, south: lat - h, north: lat + h };
}

export function plainGeography(points: { lat: number; lon: number }[]): Geography {
  const way = boxOf(points);
  return { steps: 1, box: way, way, line: way, land: [], borders: [], states: [], countries: [] };
}
