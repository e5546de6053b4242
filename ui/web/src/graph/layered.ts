import { ordered, type Vertex } from "./order";
import { type Line, ranksOf } from "./ranks";
import { spread } from "./spread";

export interface Point {
  x: number;
  y: number;
}

/** Sizes in pixels. */
export interface Look {
  width: number;
  height: number;
  /** Between two columns, in which the lines bend. */
  columnGap: number;
  rowGap: number;
  margin: number;
}

/** Where nodes and lines are drawn. */
export interface Layout {
  width: number;
  height: number;
  /** The middles of the nodes. */
  nodes: Point[];
  /** Of each line, from the side of one node to the side of the other; none of a node to itself. */
  lines: Point[][];
}

/** Room for a line that passes between nodes. */
const PASSAGE = 14;

/** Lines that meet a node are so far apart, if there is room. */
const PORT_GAP = 9;

/**
 * Draws a graph in columns from left to right, few lines crossing and long ones straight. Lines bend between
 * the columns only, so that none runs through a node; one that closes a circle runs to the left.
 */
export function layered(count: number, lines: readonly Line[], look: Look): Layout {
  const drawing: Drawing = {
    nodes: new Array(count),
    lines: lines.map(() => []),
    look,
    width: 0,
    bottom: look.margin,
  };
  const parts = connectedParts(count, lines).sort((a, b) => b.length - a.length);
  for (const part of parts) if (part.length > 1) drawPart(drawing, part, lines);
  drawSingles(drawing, parts.filter((part) => part.length === 1).flat());
  const { nodes, width, bottom, lines: paths } = drawing;
  return { width, height: bottom - look.rowGap + look.margin, nodes, lines: paths };
}

interface Drawing {
  nodes: Point[];
  lines: Point[][];
  look: Look;
  width: number;
  /** Where the next part begins. */
  bottom: number;
}

/** The nodes that hang together, the parts in the order of their first nodes. */
function connectedParts(count: number, lines: readonly Line[]): number[][] {
  const near = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of lines) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  const seen = new Set<number>();
  const parts: number[][] = [];
  for (let start = 0; start < count; start++) {
    if (seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (const node of part) {
      for (const next of near[node] as number[]) {
        if (!seen.has(next)) part.push(next);
        seen.add(next);
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}

function drawPart(drawing: Drawing, part: readonly number[], lines: readonly Line[]): void {
  const places = new Map(part.map((node, i) => [node, i]));
  const own = lines
    .map(({ from, to }, index) => ({ from: places.get(from) ?? -1, to: places.get(to) ?? -1, index }))
    .filter(({ from, to }) => from >= 0 && from !== to);
  const { ranks, back } = ranksOf(part.length, own);
  const vertices = ranks.map((rank, i) => vertexOf(part[i] as number, rank));
  const chains = own.map((line) => chainOf(line, back.has(line), vertices));
  const columns = ordered(vertices);
  place(columns, drawing.look);
  const top = Math.min(...vertices.map((vertex) => vertex.y - room(vertex, drawing.look) / 2));
  for (const vertex of vertices) vertex.y += drawing.bottom - top;
  for (const vertex of vertices)
    if (vertex.node >= 0) drawing.nodes[vertex.node] = { x: xOf(vertex, drawing.look), y: vertex.y };
  drawLines(
    drawing,
    chains,
    own.map((line) => line.index),
    own.map((line) => back.has(line)),
  );
  const { look } = drawing;
  drawing.width = Math.max(
    drawing.width,
    2 * look.margin + columns.length * (look.width + look.columnGap) - look.columnGap,
  );
  drawing.bottom = Math.max(...vertices.map((vertex) => vertex.y + room(vertex, look) / 2)) + look.rowGap;
}

function vertexOf(node: number, rank: number): Vertex {
  return { node, rank, place: 0, y: 0, before: [], after: [] };
}

/** The vertices of a line from left to right: where it crosses a column it has one of its own. */
function chainOf({ from, to }: Line, isBack: boolean, vertices: Vertex[]): Vertex[] {
  const last = vertices[isBack ? from : to] as Vertex;
  let end = vertices[isBack ? to : from] as Vertex;
  const chain = [end];
  while (end !== last) {
    let next = last;
    if (end.rank + 1 < last.rank) {
      next = vertexOf(-1, end.rank + 1);
      vertices.push(next);
    }
    end.after.push(next);
    next.before.push(end);
    chain.push(next);
    end = next;
  }
  return chain;
}

const ROUNDS = 24;

/** Gives each vertex its height: near the middle of its neighbours, in the order of its column. */
function place(columns: Vertex[][], look: Look): void {
  const gaps = columns.map((column) => column.map((vertex, i) => gapAbove(column[i - 1], vertex, look)));
  columns.forEach((column, i) => {
    const pulls = column.map(() => ({ to: 0, weight: 1 }));
    stand(column, pulls, gaps[i] as number[]);
  });
  for (let round = 0; round < ROUNDS; round++) {
    const isForward = round % 2 === 0;
    const isLast = round >= ROUNDS / 2;
    for (let k = 0; k < columns.length; k++) {
      const i = isForward ? k : columns.length - 1 - k;
      const column = columns[i] as Vertex[];
      const pulls = column.map((vertex) => pullOf(vertex, isLast || isForward, isLast || !isForward));
      stand(column, pulls, gaps[i] as number[]);
    }
  }
}

interface Pull {
  to: number;
  weight: number;
}

function stand(column: Vertex[], pulls: Pull[], gaps: number[]): void {
  const wishes = pulls.map((pull) => pull.to);
  const weights = pulls.map((pull) => pull.weight);
  spread(wishes, weights, gaps).forEach((y, i) => {
    (column[i] as Vertex).y = y;
  });
}

/** Where a vertex is drawn to, and how much: lines that pass through are to be straight. */
function pullOf(vertex: Vertex, byBefore: boolean, byAfter: boolean): Pull {
  let weight = 0;
  let sum = 0;
  for (const near of [...(byBefore ? vertex.before : []), ...(byAfter ? vertex.after : [])]) {
    const pull = vertex.node >= 0 && near.node >= 0 ? 1 : vertex.node < 0 && near.node < 0 ? 8 : 2;
    weight += pull;
    sum += pull * near.y;
  }
  return weight === 0 ? { to: vertex.y, weight: 0.1 } : { to: sum / weight, weight };
}

function room(vertex: Vertex, look: Look): number {
  return vertex.node >= 0 ? look.height : PASSAGE;
}

function gapAbove(above: Vertex | undefined, vertex: Vertex, look: Look): number {
  if (!above) return 0;
  const between = above.node >= 0 && vertex.node >= 0 ? look.rowGap : look.rowGap / 2;
  return (room(above, look) + room(vertex, look)) / 2 + between;
}

function xOf(vertex: Vertex, look: Look): number {
  return look.margin + look.width / 2 + vertex.rank * (look.width + look.columnGap);
}

/** Lines that meet one side of a node come in beside one another, in the order of where they come from. */
function drawLines(drawing: Drawing, chains: Vertex[][], indexes: number[], isBack: boolean[]): void {
  const { look } = drawing;
  const starts = portsOf(chains, (chain) => [chain[0], chain[1]], look);
  const ends = portsOf(chains, (chain) => [chain.at(-1), chain.at(-2)], look);
  chains.forEach((chain, i) => {
    const points = chain.flatMap((vertex, k) => {
      const x = xOf(vertex, look);
      const left = {
        x: x - look.width / 2,
        y: vertex.y + (k > 0 && k === chain.length - 1 ? (ends[i] as number) : 0),
      };
      const right = { x: x + look.width / 2, y: vertex.y + (k === 0 ? (starts[i] as number) : 0) };
      return k === 0 ? [right] : k === chain.length - 1 ? [left] : [left, right];
    });
    drawing.lines[indexes[i] as number] = isBack[i] ? points.reverse() : points;
  });
}

type EndOf = (chain: Vertex[]) => [Vertex | undefined, Vertex | undefined];

/** How far from the middle of its node each line ends. */
function portsOf(chains: Vertex[][], endOf: EndOf, look: Look): number[] {
  const ports = new Array<number>(chains.length).fill(0);
  const meeting = new Map<Vertex, number[]>();
  chains.forEach((chain, i) => {
    const [end] = endOf(chain);
    if (end) meeting.set(end, [...(meeting.get(end) ?? []), i]);
  });
  const otherY = (i: number) => endOf(chains[i] as Vertex[])[1]?.y ?? 0;
  for (const met of meeting.values()) {
    met.sort((a, b) => otherY(a) - otherY(b) || a - b);
    const gap = Math.min(PORT_GAP, (look.height - 14) / met.length);
    met.forEach((i, k) => {
      ports[i] = (k - (met.length - 1) / 2) * gap;
    });
  }
  return ports;
}

/** Nodes without lines stand in rows below the others. */
function drawSingles(drawing: Drawing, singles: number[]): void {
  if (singles.length === 0) return;
  const { look } = drawing;
  const step = look.width + Math.min(look.columnGap, look.rowGap * 2);
  const inRow = Math.max(1, Math.floor((Math.max(drawing.width, 4 * step) - 2 * look.margin) / step));
  singles.forEach((node, i) => {
    const x = look.margin + look.width / 2 + (i % inRow) * step;
    const y = drawing.bottom + look.height / 2 + Math.floor(i / inRow) * (look.height + look.rowGap);
    drawing.nodes[node] = { x, y };
  });
  drawing.width = Math.max(
    drawing.width,
    2 * look.margin + (Math.min(singles.length, inRow) - 1) * step + look.width,
  );
  drawing.bottom += Math.ceil(singles.length / inRow) * (look.height + look.rowGap);
}
