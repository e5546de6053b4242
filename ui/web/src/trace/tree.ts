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
 * becomes a root. Of several spans with one id, the first is the parent of those that name it.
 */
export function treeRows(spans: Span[]): Row[] {
  const ordered = [...spans].sort((a, b) => a.start - b.start || b.duration - a.duration);
  const ids = new Map<string, Span>();
  for (const span of spans) if (!ids.has(span.spanId)) ids.set(span.spanId, span);
  const children = new Map<Span, Span[]>();
  const roots: Span[] = [];
  for (const span of ordered) {
    const parent = span.parentId === "" ? undefined : ids.get(span.parentId);
    if (!parent) {
      roots.push(span);
      continue;
    }
    const siblings = children.get(parent);
    if (siblings) siblings.push(span);
    else children.set(parent, [span]);
  }
  return walk(ordered, roots, children);
}

function walk(ordered: Span[], roots: Span[], children: Map<Span, Span[]>): Row[] {
  const rows: Row[] = [];
  const placed = new Set<Span>();
  for (const root of roots) {
    place(root, root.parentId === "" ? null : "missing parent", children, placed, rows);
  }
  for (const span of ordered) {
    if (!placed.has(span)) place(span, "cyclic parents", children, placed, rows);
  }
  return rows;
}

/** Without recursion: a trace may be a chain of 100,000 spans. */
function place(
  root: Span,
  hint: RootHint | null,
  children: Map<Span, Span[]>,
  placed: Set<Span>,
  rows: Row[],
) {
  const path: { row: Row; rest: Span[] }[] = [];
  const enter = (span: Span, rootHint: RootHint | null) => {
    placed.add(span);
    const rest = (children.get(span) ?? []).filter((child) => !placed.has(child));
    const row: Row = {
      span,
      depth: path.length,
      childCount: rest.length,
      end: 0,
      hint: rootHint,
      self: 0,
      critical: NOT_CRITICAL,
      skew: 0,
    };
    rows.push(row);
    path.push({ row, rest: rest.reverse() });
  };
  enter(root, hint);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const child = top.rest.pop();
    if (child) enter(child, null);
    else {
      top.row.end = rows.length;
      path.pop();
    }
  }
}

/** The rows directly below one, in the order of their start; of rows that are not all here, those that are. */
export function* childrenOf(rows: Row[], index: number): Generator<Row> {
  const end = Math.min(rows[index]?.end ?? 0, rows.length);
  for (let i = index + 1; i < end; i = (rows[i] as Row).end) yield rows[i] as Row;
}
