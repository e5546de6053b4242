/** What stands in a column: a node, or the place where a line passes through. */
export interface Vertex {
  /** The number of the node, -1 where a line passes through. */
  node: number;
  rank: number;
  /** Its place in its column, from 0. */
  place: number;
  y: number;
  before: Vertex[];
  after: Vertex[];
}

const SWEEPS = 16;

/**
 * Orders the vertices of each column so that few lines cross: each goes to the middle of its neighbours in
 * the column before it or behind it, again and again, and neighbours change places where that is better. The
 * method is that of Sugiyama, Tagawa and Toda, 1981. The best order that was seen is taken.
 */
export function ordered(vertices: readonly Vertex[]): Vertex[][] {
  let columns = firstOrder(vertices);
  let best = columns;
  let fewest = crossings(columns);
  for (let i = 0; i < SWEEPS && fewest > 0; i++) {
    const isForward = i % 2 === 0;
    columns = columns.map((column) => [...column]);
    for (const column of isForward ? columns : columns.toReversed()) sweep(column, isForward, i % 4 < 2);
    for (let round = 0; round < columns.length && exchange(columns); round++);
    const count = crossings(columns);
    if (count >= fewest) continue;
    fewest = count;
    best = columns;
  }
  best.forEach(number);
  return best;
}

/** As one meets them, always to the right and then to the next. */
function firstOrder(vertices: readonly Vertex[]): Vertex[][] {
  const columns: Vertex[][] = [];
  const seen = new Set<Vertex>();
  const visit = (vertex: Vertex) => {
    if (seen.has(vertex)) return;
    seen.add(vertex);
    columns[vertex.rank] ??= [];
    columns[vertex.rank]?.push(vertex);
    for (const next of vertex.after) visit(next);
  };
  for (const vertex of vertices.toSorted((a, b) => a.rank - b.rank)) visit(vertex);
  columns.forEach(number);
  return columns;
}

function number(column: Vertex[]): void {
  column.forEach((vertex, place) => {
    vertex.place = place;
  });
}

function sweep(column: Vertex[], isForward: boolean, isStable: boolean): void {
  const middles = new Map(column.map((vertex) => [vertex, middleOf(vertex, isForward)]));
  const middle = (vertex: Vertex) => middles.get(vertex) as number;
  if (!isStable) column.reverse();
  column.sort((a, b) => middle(a) - middle(b));
  number(column);
}

function middleOf(vertex: Vertex, isForward: boolean): number {
  const near = isForward ? vertex.before : vertex.after;
  if (near.length === 0) return vertex.place;
  return near.reduce((sum, one) => sum + one.place, 0) / near.length;
}

/** Exchanges neighbours where fewer lines cross then; whether any was. */
function exchange(columns: Vertex[][]): boolean {
  let changed = false;
  for (const column of columns) {
    for (let i = 0; i + 1 < column.length; i++) {
      const [upper, lower] = [column[i] as Vertex, column[i + 1] as Vertex];
      if (crossed(upper, lower) <= crossed(lower, upper)) continue;
      column[i] = lower;
      column[i + 1] = upper;
      lower.place = i;
      upper.place = i + 1;
      changed = true;
    }
  }
  return changed;
}

/** How many lines of two vertices cross where the first stands above the second. */
function crossed(upper: Vertex, lower: Vertex): number {
  let count = 0;
  for (const side of ["before", "after"] as const) {
    for (const a of upper[side]) for (const b of lower[side]) if (a.place > b.place) count++;
  }
  return count;
}

/** How many lines cross in all. */
export function crossings(columns: readonly Vertex[][]): number {
  columns.forEach(number);
  let count = 0;
  for (const column of columns) {
    const ends = column.flatMap((vertex) => vertex.after.map((next) => next.place).sort((a, b) => a - b));
    count += inversions(ends);
  }
  return count;
}

/** How many pairs of numbers stand in the wrong order; numbers are counted in a Fenwick tree. */
function inversions(numbers: number[]): number {
  const tree = new Uint32Array(Math.max(0, ...numbers) + 2);
  let count = 0;
  numbers.forEach((value, seen) => {
    let notGreater = 0;
    for (let i = value + 1; i > 0; i -= i & -i) notGreater += tree[i] as number;
    count += seen - notGreater;
    for (let i = value + 1; i < tree.length; i += i & -i) tree[i] = (tree[i] as number) + 1;
  });
  return count;
}
