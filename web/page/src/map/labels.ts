/* Where labels stand: the most important first, each as near to what it names as room is left, with a line to it where
 * that is not beside it. No two boxes overlap, no line crosses a box, and none leaves the frame. Pure: tested alone.
 *
 * A label that stood at a position before tries it first, so that labels keep still while a map moves. */

export interface Label {
  id: string;
  x: number; // what it names: centre and radius, in pixels
  y: number;
  r: number;
  width: number;
  height: number;
  importance: number;
  rings: number; // of RINGS: how far away it may stand
  toward: [number, number] | null; // the side on which it stands; null: any
  must: boolean; // takes the other side before it is left out
}
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
/* A circle or sign of a place or sector: labels keep off it, and a label without a line to its own never stands nearer
 * to another's. */
export interface Mark {
  owner: string; // "" of nobody
  x: number;
  y: number;
  r: number;
}
type Line = [number, number, number, number];
export interface Placed {
  id: string;
  box: Rectangle;
  position: number; // of POSITIONS, to be tried first next time
  line: Line | null;
}

export const RINGS = [3, 9, 18, 30, 46, 66, 90, 120, 155, 195];
const ANGLES = 16;
const GAP = 2;
/* East first, then west, then above and below. */
const ORDER = [0, 8, 1, 15, 7, 9, 12, 4, 2, 14, 6, 10, 3, 13, 5, 11];
const turnOf = (angle: number) => (angle / ANGLES) * 2 * Math.PI;

/* Positions in the order in which they are tried: ring by ring, and in a ring by how far they are from where the label
 * stands best. What has a side of its own takes the other only if it may, and last. */
function positionsOf(l: Label): number[] {
  const all = (angles: number[]) => Array.from({ length: l.rings }, (_, ring) => angles.map((a) => ring * ANGLES + a)).flat();
  if (!l.toward) return all(ORDER);
  const best = Math.atan2(-l.toward[1], l.toward[0]);
  const away = (a: number) => Math.acos(Math.max(-1, Math.min(1, Math.cos(turnOf(a) - best)))) - 0.45 * Math.abs(Math.cos(turnOf(a)));
  const angles = [...ORDER].sort((a, b) => away(a) - away(b));
  const own = angles.filter((a) => Math.cos(turnOf(a) - best) > -0.25);
  const other = angles.filter((a) => !own.includes(a));
  return l.must ? [...all(own), ...all(other).filter((p) => p < 3 * ANGLES)] : all(own);
}

export const overlap = (a: Rectangle, b: Rectangle, gap: number) =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

function boxAt(l: Label, position: number): Rectangle {
  const turn = turnOf(position % ANGLES);
  const d = l.r + RINGS[Math.floor(position / ANGLES)]!;
  const [cx, cy] = [l.x + Math.cos(turn) * d, l.y - Math.sin(turn) * d];
  /* The box touches the ring with the side or corner that looks at what it names. */
  return {
    x: cx - l.width * (0.5 - 0.5 * Math.max(-1, Math.min(1, Math.cos(turn) * 1.6))),
    y: cy - l.height * (0.5 + 0.5 * Math.max(-1, Math.min(1, Math.sin(turn) * 1.6))),
    width: l.width,
    height: l.height,
  };
}

function crosses(line: Line, b: Rectangle): boolean {
  const [x1, y1, x2, y2] = line;
  let [from, to] = [0, 1];
  for (const [p, d, low, high] of [
    [x1, x2 - x1, b.x, b.x + b.width],
    [y1, y2 - y1, b.y, b.y + b.height],
  ] as const) {
    if (Math.abs(d) < 1e-9) {
      if (p < low || p > high) return false;
      continue;
    }
    const [a, c] = [(low - p) / d, (high - p) / d];
    from = Math.max(from, Math.min(a, c));
    to = Math.min(to, Math.max(a, c));
    if (from > to) return false;
  }
  return true;
}

function lineTo(l: Label, b: Rectangle): Line {
  const x = Math.max(b.x, Math.min(l.x, b.x + b.width));
  const y = Math.max(b.y, Math.min(l.y, b.y + b.height));
  const d = Math.hypot(x - l.x, y - l.y) || 1;
  return [l.x + ((x - l.x) / d) * l.r, l.y + ((y - l.y) / d) * l.r, x, y];
}

function crossing([ax, ay, bx, by]: Line, [cx, cy, dx, dy]: Line): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) => Math.sign((qx - px) * (y - py) - (qy - py) * (x - px));
  return side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by);
}

/* From a box to the edge of a mark. */
function gapTo(b: Rectangle, m: Mark): number {
  const x = Math.max(b.x, Math.min(m.x, b.x + b.width));
  const y = Math.max(b.y, Math.min(m.y, b.y + b.height));
  return Math.hypot(x - m.x, y - m.y) - m.r;
}

/* A line that passed over a circle of another would seem to come from there. */
function passes([x1, y1, x2, y2]: Line, m: Mark): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy || 1;
  const t = Math.max(0, Math.min(1, ((m.x - x1) * dx + (m.y - y1) * dy) / length));
  return Math.hypot(m.x - x1 - t * dx, m.y - y1 - t * dy) < m.r;
}

/* taken: what no label may cover (controls); marks: circles and signs that labels keep off; others: labels that stand
 * already. */
export function placeLabels(labels: Label[], frame: Rectangle, taken: Rectangle[], marks: Mark[], bands: Rectangle[], before: Map<string, number>, others: Placed[] = []): Placed[] {
  const out: Placed[] = [...others];
  const within = (b: Rectangle) =>
    b.x >= frame.x && b.y >= frame.y && b.x + b.width <= frame.x + frame.width && b.y + b.height <= frame.y + frame.height;
  const mistaken = (l: Label, b: Rectangle, line: Line | null) => {
    const own = line ? 2.5 : Math.min(gapTo(b, { owner: l.id, x: l.x, y: l.y, r: l.r }), 10);
    return marks.some((m) => gapTo(b, m) < (m.owner === l.id || m.owner === "" ? 0 : Math.max(0, own - 0.5)));
  };
  const free = (l: Label, b: Rectangle, line: Placed["line"]) =>
    within(b) &&
    !taken.some((t) => overlap(b, t, GAP)) &&
    !out.some((o) => overlap(b, o.box, GAP) || (line && crosses(line, o.box)) || (o.line && (crosses(o.line, b) || (line && crossing(line, o.line))))) &&
    !mistaken(l, b, line) &&
    !(line && marks.some((m) => m.owner !== l.id && m.r > 2.5 && passes(line, m)));
  for (const l of [...labels].sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1))) {
    if (l.x < frame.x || l.y < frame.y || l.x > frame.x + frame.width || l.y > frame.y + frame.height) continue;
    const first = before.get(l.id);
    const positions = positionsOf(l);
    /* Beside bands before upon them, if there is room nearby. */
    const near = positions.filter((p) => p < 3 * ANGLES).map((p) => [p, true] as const);
    const tries = [...(first === undefined ? [] : [[first, true] as const]), ...near, ...positions.map((p) => [p, false] as const)];
    for (const [position, beside] of tries) {
      const b = boxAt(l, position);
      if (beside && bands.some((x) => overlap(b, x, 0))) continue;
      const line = position >= 2 * ANGLES ? lineTo(l, b) : null;
      if (!free(l, b, line)) continue;
      out.push({ id: l.id, box: b, position, line });
      break;
    }
  }
  return out.slice(others.length);
}
