import type { Row } from "./tree";

/** Spans of one name under one chain of names, together; times in nanoseconds. */
export interface FlameNode {
  service: string;
  name: string;
  count: number;
  errors: number;
  /** Its self time and that of all below it: what its width shows. */
  total: number;
  self: number;
  children: FlameNode[];
  parent: FlameNode | null;
  depth: number;
  /** Where its left edge is, in nanoseconds from that of the whole graph. */
  left: number;
}

/**
 * Merges the spans of a trace by the chain of operations they were called by. Widths are sums of self
 * times, so what runs at the same time adds up, and a node is as wide as its own and its children's.
 */
export function flameOf(rows: Row[]): FlameNode {
  const root = node("", "all spans", null);
  const byName = new Map<FlameNode, Map<string, FlameNode>>();
  const path: FlameNode[] = [];
  for (const row of rows) {
    const above = row.depth === 0 ? root : (path[row.depth - 1] as FlameNode);
    const found = childOf(above, row, byName);
    found.count++;
    found.self += row.self;
    if (row.span.error) found.errors++;
    path[row.depth] = found;
  }
  root.count = rows.length;
  measure(root);
  return root;
}

function node(service: string, name: string, parent: FlameNode | null): FlameNode {
  const depth = parent ? parent.depth + 1 : 0;
  return { service, name, count: 0, errors: 0, total: 0, self: 0, children: [], parent, depth, left: 0 };
}

function childOf(above: FlameNode, { span }: Row, byName: Map<FlameNode, Map<string, FlameNode>>): FlameNode {
  let names = byName.get(above);
  if (!names) {
    names = new Map();
    byName.set(above, names);
  }
  const key = `${span.service}\0${span.name}`;
  let child = names.get(key);
  if (!child) {
    child = node(span.service, span.name, above);
    names.set(key, child);
    above.children.push(child);
  }
  return child;
}

/** Sums totals from the leaves up and places the nodes from the root down, without recursion. */
function measure(root: FlameNode): void {
  const all = [root];
  for (let i = 0; i < all.length; i++) for (const child of (all[i] as FlameNode).children) all.push(child);
  for (const one of all.toReversed()) {
    one.total = one.self + one.children.reduce((sum, child) => sum + child.total, 0);
    one.children.sort((a, b) => b.total - a.total);
  }
  for (const one of all) {
    let left = one.left;
    for (const child of one.children) {
      child.left = left;
      left += child.total;
    }
  }
}

/** The node and all below it that are at least so wide, the upper ones first. */
export function flameNodes(top: FlameNode, leastTotal: number): FlameNode[] {
  const shown = [top];
  for (let i = 0; i < shown.length; i++) {
    for (const child of (shown[i] as FlameNode).children) if (child.total >= leastTotal) shown.push(child);
  }
  return shown;
}
