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
  must: boolean; // takes room farther away before it is left out
}
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Placed {
  id: string;
  box: Rectangle;
  position: number; // of POSITIONS, to be tried first next time
  line: [number, number, number, number] | null;
}

const RINGS = [3, 9, 18, 30, 46, 66, 90, 120];
const ANGLES = 16;
const GAP = 2;
/* East first, then west, then above and below. */
const ORDER = [0, 8, 1, 15, 7, 9, 12, 4, 2, 14, 6, 10, 3, 13, 5, 11];

const overlap = (a: Rectangle, b: Rectangle, gap: number) =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

function box(l: Label, position: number): Rectangle {
  const ring = Math.floor(position / ANGLES);
  const turn = (ORDER[position % ANGLES]! / ANGLES) * 2 * Math.PI;
  const d = l.r + RINGS[ring]!;
  const [cx, cy] = [l.x + Math.cos(turn) * d, l.y - Math.sin(turn) * d];
  /* The box touches the ring with the side or corner that looks at what it names. */
  return {
    x: cx - l.width * (0.5 - 0.5 * Math.max(-1, Math.min(1, Math.cos(turn) * 1.6))),
    y: cy - l.height * (0.5 + 0.5 * Math.max(-1, Math.min(1, Math.sin(turn) * 1.6))),
    width: l.width,
    height: l.height,
  };
}

function crosses(line: [number, number, number, number], b: Rectangle): boolean {
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

function lineTo(l: Label, b: Rectangle): [number, number, number, number] {
  const x = Math.max(b.x, Math.min(l.x, b.x + b.width));
  const y = Math.max(b.y, Math.min(l.y, b.y + b.height));
  const d = Math.hypot(x - l.x, y - l.y) || 1;
  return [l.x + ((x - l.x) / d) * l.r, l.y + ((y - l.y) / d) * l.r, x, y];
}

/* taken: what no label may cover (controls); marks: circles and signs that labels keep off. */
export function placeLabels(labels: Label[], frame: Rectangle, taken: Rectangle[], marks: Rectangle[], before: Map<string, number>): Placed[] {
  const out: Placed[] = [];
  const within = (b: Rectangle) =>
    b.x >= frame.x && b.y >= frame.y && b.x + b.width <= frame.x + frame.width && b.y + b.height <= frame.y + frame.height;
  const free = (b: Rectangle, line: Placed["line"]) =>
    within(b) &&
    !taken.some((t) => overlap(b, t, GAP)) &&
    !marks.some((m) => overlap(b, m, 0)) &&
    !out.some((o) => overlap(b, o.box, GAP) || (line && crosses(line, o.box)) || (o.line && crosses(o.line, b)));
  for (const l of [...labels].sort((a, b) => b.importance - a.importance || (a.id < b.id ? -1 : 1))) {
    if (l.x < frame.x || l.y < frame.y || l.x > frame.x + frame.width || l.y > frame.y + frame.height) continue;
    const last = (l.must ? RINGS.length : 2) * ANGLES;
    const first = before.get(l.id);
    for (let k = first === undefined ? 0 : -1; k < last; k++) {
      const position = k < 0 ? first! : k;
      if (position >= last) continue;
      const b = box(l, position);
      const line = position >= 2 * ANGLES ? lineTo(l, b) : null;
      if (!free(b, line)) continue;
      out.push({ id: l.id, box: b, position, line });
      break;
    }
  }
  return out;
}
