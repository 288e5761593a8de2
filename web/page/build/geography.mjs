/* Coast and borders for one scenario, made when the page is built: Natural Earth (world-atlas, us-atlas), clipped to the
 * surroundings of its places and thinned, so that they weigh little. What is written is what src/map/geography.ts reads.
 *
 * A scenario's own window of its map (map: way_narrow or way of scenario.yaml, wayNarrow or way of `about`) is taken where there is one; without it, the
 * window holds all places that are reached overland. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoIdentity, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const atlas = (name) => JSON.parse(readFileSync(require.resolve(name), "utf8"));

/** The box around points, a part of its size more on each side, and no thinner than a third of its length. */
export function boxAround(points, part = 0.08) {
  let [west, east, south, north] = [180, -180, 85, -85];
  for (const { lat, lon } of points) {
    if (!(Math.abs(lat) <= 85 && Math.abs(lon) <= 180)) continue;
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  if (west > east) return { west: -180, east: 180, south: -60, north: 75 };
  const wide = Math.max(east - west, (north - south) / 3, 2) * (1 + 2 * part);
  const high = Math.max(north - south, (east - west) / 3, 1.5) * (1 + 2 * part);
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  return { west: lon - wide / 2, east: lon + wide / 2, south: Math.max(-85, lat - high / 2), north: Math.min(85, lat + high / 2) };
}

const named = ([west, east, south, north]) => ({ west, east, south, north });

/* Places that somebody reaches otherwise than by air, and where somebody sets out so. */
function overland({ places, legs }) {
  const there = new Set();
  for (const leg of legs) if (leg.mode !== "air") there.add(leg.from).add(leg.to);
  return places.filter((p) => there.has(p.name));
}

function windows(scenario) {
  const { places, sectors, crossings = [], map = {} } = scenario;
  const line = places.filter((p) => crossings.some((c) => c.from === p.name));
  return {
    way: map.wayNarrow || map.way ? named(map.wayNarrow ?? map.way) : boxAround([...overland(scenario), ...sectors]),
    line: boxAround([...line, ...sectors]),
  };
}

/* ---- thinning ---- */

function distance2([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}

/* Douglas and Peucker's: the points that a line cannot lose without moving more than `tolerance`. */
export function thinned(line, tolerance) {
  const keep = new Uint8Array(line.length);
  const parts = [[0, line.length - 1]];
  keep[0] = keep[line.length - 1] = 1;
  while (parts.length) {
    const [from, to] = parts.pop();
    let [most, at] = [tolerance * tolerance, -1];
    for (let i = from + 1; i < to; i++) {
      const d = distance2(line[i], line[from], line[to]);
      if (d > most) [most, at] = [d, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    parts.push([from, at], [at, to]);
  }
  return line.filter((_, i) => keep[i]);
}

function areaOf(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum) / 2;
}

/* ---- clipping ---- */

/* Lines or rings of a geometry within a box, in degrees. d3 clips in the plane and tells what it draws. */
function clipped(geometry, box, rings) {
  const out = [];
  const context = {
    moveTo: (x, y) => out.push([[x, y]]),
    lineTo: (x, y) => out[out.length - 1].push([x, y]),
    closePath: () => out[out.length - 1].push(out[out.length - 1][0]),
    arc: () => {},
  };
  const clip = geoIdentity().clipExtent([
    [box.west, box.south],
    [box.east, box.north],
  ]);
  geoPath(clip, context)(geometry);
  return out.filter((l) => l.length >= (rings ? 4 : 2));
}

const STEPS = 200; // of a degree: what is written is whole numbers of steps

/* A line as text: its first point, then steps from point to point. */
function written(line) {
  let [x0, y0] = [0, 0];
  const out = [];
  for (const [x, y] of line) {
    const [px, py] = [Math.round(x * STEPS), Math.round(y * STEPS)];
    if (out.length && px === x0 && py === y0) continue;
    out.push(px - x0, py - y0);
    [x0, y0] = [px, py];
  }
  return out;
}

function grown(box, part) {
  const [w, h] = [(box.east - box.west) * part, (box.north - box.south) * part];
  return { west: Math.max(-180, box.west - w), east: Math.min(180, box.east + w), south: Math.max(-85, box.south - h), north: Math.min(85, box.north + h) };
}

/* ---- names of countries ---- */

const plain = (name) => name.toLowerCase().normalize("NFD").replace(/[^a-z]/g, "").replace("ofamerica", "");

/* Natural Earth names countries and does not code them; the runtime knows the names of all codes. */
function codes() {
  const of = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const found = new Map();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const a of letters)
    for (const b of letters) {
      const name = of.of(a + b);
      if (name && Intl.getCanonicalLocales("und-" + a + b)[0] === "und-" + a + b) found.set(plain(name), a + b);
    }
  found.set("dominicanrep", "DO").set("turkey", "TR").set("bosniaandherz", "BA").set("macedonia", "MK").set("czechia", "CZ");
  return found;
}

function inside(rings, x, y) {
  let is = false;
  for (const ring of rings)
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) is = !is;
    }
  return is;
}

function toEdge(rings, p) {
  let least = Infinity;
  for (const ring of rings) for (let i = 1; i < ring.length; i++) least = Math.min(least, distance2(p, ring[i - 1], ring[i]));
  return Math.sqrt(least);
}

/* Up to `most` points well within a country, far from its edges and from one another: where its name may stand. */
function roomy(rings, most) {
  const xs = rings.flat().map((p) => p[0]);
  const ys = rings.flat().map((p) => p[1]);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const points = [];
  for (let i = 1; i < 24; i++)
    for (let j = 1; j < 24; j++) {
      const p = [west + ((east - west) * i) / 24, south + ((north - south) * j) / 24];
      if (inside(rings, p[0], p[1])) points.push({ p, room: toEdge(rings, p) });
    }
  const out = [];
  while (out.length < most && points.length) {
    const score = (q) => Math.min(q.room, ...out.map((o) => Math.hypot(o[0] - q.p[0], o[1] - q.p[1]) / 2));
    points.sort((a, b) => score(b) - score(a));
    out.push(points.shift().p);
  }
  return out.map((p) => p.map((v) => Math.round(v * 100) / 100));
}

function countryNames(countries, box) {
  const known = codes();
  const out = [];
  for (const f of countries.features) {
    const rings = clipped(f, box, true).map((r) => thinned(r, (box.east - box.west) / 400)).filter((r) => r.length > 3);
    const area = rings.reduce((sum, r) => sum + areaOf(r), 0);
    if (area < ((box.east - box.west) / 60) ** 2) continue;
    out.push({ name: f.properties.name, code: known.get(plain(f.properties.name)) ?? "", at: roomy(rings, 14), area: Math.round(area * 100) / 100 });
  }
  return out.sort((a, b) => b.area - a.area);
}

/* ---- all ---- */

/** scenario: {places, sectors, legs, crossings?, map?}: rows of its tables, lat and lon in degrees, and `map` of scenario.yaml. */
export function makeGeography(scenario) {
  const { way, line } = windows(scenario);
  const box = grown(way, 0.6);
  const tolerance = (way.east - way.west) / 4000;
  const world = atlas("world-atlas/countries-10m.json");
  const land = feature(atlas("world-atlas/land-10m.json"), "land");
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
  const us = atlas("us-atlas/states-10m.json");
  const states = mesh(us, us.objects.states, (a, b) => a !== b);
  const thin = (lines, rings) =>
    lines.map((l) => thinned(l, tolerance)).filter((l) => (rings ? l.length > 3 && areaOf(l) > tolerance * tolerance * 40 : l.length > 1)).map(written);
  const near = clipped(states, way, false).length > 0; // states of the country that the way leads to, if it is that one
  return {
    steps: STEPS,
    box,
    way,
    line,
    land: thin(clipped(land, box, true), true),
    borders: thin(clipped(borders, box, false), false),
    states: near ? thin(clipped(states, box, false), false) : [],
    countries: countryNames(feature(world, "countries"), way),
  };
}
