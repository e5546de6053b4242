import type { Span } from "./span";

/** Why a row stands at the top although its span names a parent. */
export type RootHint = "missing parent" | "cyclic parents";

/** A span at its place in the tree. Rows are in pre-order, so a subtree is a run of rows. */
export interface Row {
  span: Span;
  depth: number;
  childCount: number;
  /** The index after the last row of this subtree. */
  end: number;
  hint: RootHint | null;
  /** Nanoseconds in which none of its children was under way. */
  self: number;
  /** Where it is on the critical path: starts and ends in turn, nanoseconds since the trace's start. */
  critical: number[];
  /** Nanoseconds by which it starts before its parent, which a right clock would not show. */
  skew: number;
}

const NOT_CRITICAL: number[] = [];

/**
 * Orders spans as a tree: children under their parent, siblings by start. A span whose parent is not
 * in the trace is a root with a hint. Spans on a cycle are reached from none; the earliest of them
 * becomes a root. Of several spans with one id, the first is the parent of those that name it; each gets
 * a key of its own.
 */
export function treeRows(spans: Span[]): Row[] {
  const family = familyOf(spans);
  const rows: Row[] = [];
  for (const root of family.roots) {
    place(root, spans[root]?.parentId === "" ? null : "missing parent", spans, family, rows);
  }
  if (rows.length === spans.length) return rows;
  for (const index of family.ordered) {
    if (family.placed[index] === 0) place(index, "cyclic parents", spans, family, rows);
  }
  return rows;
}

const NOBODY = -1;

/** Who stands below whom, by the places of the spans: a child leads to the next one of its parent. */
interface Family {
  /** All, by start. */
  ordered: Int32Array;
  roots: number[];
  firstChild: Int32Array;
  nextSibling: Int32Array;
  placed: Uint8Array;
}

function familyOf(spans: Span[]): Family {
  const count = spans.length;
  const byId = firstOfEachId(spans);
  const ordered = Int32Array.from(spans, (_, i) => i).sort((a, b) => {
    const x = spans[a] as Span;
    const y = spans[b] as Span;
    return x.start - y.start || y.duration - x.duration;
  });
  const family: Family = {
    ordered,
    roots: [],
    firstChild: new Int32Array(count).fill(NOBODY),
    nextSibling: new Int32Array(count).fill(NOBODY),
    placed: new Uint8Array(count),
  };
  for (let i = count - 1; i >= 0; i--) {
    const index = ordered[i] as number;
    const { parentId } = spans[index] as Span;
    const parent = parentId === "" ? undefined : byId.get(parentId);
    if (parent === undefined) {
      family.roots.push(index);
      continue;
    }
    family.nextSibling[index] = family.firstChild[parent] as number;
    family.firstChild[parent] = index;
  }
  family.roots.reverse();
  return family;
}

/** The place of the first span of each id. Those behind it get a number in their key. */
function firstOfEachId(spans: Span[]): Map<string, number> {
  const first = new Map<string, number>();
  const counts = new Map<string, number>();
  spans.forEach((span, i) => {
    const id = span.spanId;
    span.key = id;
    if (first.has(id)) {
      const count = (counts.get(id) ?? 1) + 1;
      counts.set(id, count);
      span.key = `${id}.${count}`;
    } else first.set(id, i);
  });
  return first;
}

/** Without recursion: a trace may be a chain of 100,000 spans. */
function place(root: number, hint: RootHint | null, spans: Span[], family: Family, rows: Row[]): void {
  const { firstChild, nextSibling, placed } = family;
  const path: Row[] = [];
  const nexts: number[] = [];
  const enter = (index: number, rootHint: RootHint | null) => {
    placed[index] = 1;
    let childCount = 0;
    for (let child = firstChild[index] as number; child !== NOBODY; child = nextSibling[child] as number) {
      if (placed[child] === 0) childCount++;
    }
    const row: Row = {
      span: spans[index] as Span,
      depth: path.length,
      childCount,
      end: 0,
      hint: rootHint,
      self: 0,
      critical: NOT_CRITICAL,
      skew: 0,
    };
    rows.push(row);
    path.push(row);
    nexts.push(firstChild[index] as number);
  };
  enter(root, hint);
  while (path.length > 0) {
    const child = nexts[nexts.length - 1] as number;
    if (child === NOBODY) {
      (path.pop() as Row).end = rows.length;
      nexts.pop();
      continue;
    }
    nexts[nexts.length - 1] = nextSibling[child] as number;
    if (placed[child] === 0) enter(child, null);
  }
}

/** The rows directly below one, in the order of their start. */
export function* childrenOf(rows: Row[], index: number): Generator<Row> {
  const end = rows[index]?.end ?? 0;
  for (let i = index + 1; i < end; i = (rows[i] as Row).end) yield rows[i] as Row;
}
