import { childrenOf, type Row } from "./tree";

/** How a span of one trace compares with its like in another. */
export const DIFFERENCES = ["same", "slower", "faster", "added", "removed"] as const;

export type Difference = (typeof DIFFERENCES)[number];

/** A span of the first trace with its like of the second, or one that the other has not. */
export interface Match {
  a: Row | null;
  b: Row | null;
  depth: number;
  difference: Difference;
  /** By how much b took longer, nanoseconds; all of it where a span was added, less of it where removed. */
  delta: number;
}

/** A span counts as slower or faster from this part of its own duration on … */
const LEAST_SHARE = 0.2;

/** … and this part of the longer trace. */
const LEAST_OF_TRACE = 0.005;

/**
 * Matches two traces from their roots down: of the children of a matched pair, the first of a service
 * and name with the first of the same, the second with the second. The order is that of the first
 * trace, and what was added stands behind what it followed.
 */
export function matchTraces(a: Row[], b: Row[]): Match[] {
  const least = Math.max(longest(a), longest(b)) * LEAST_OF_TRACE;
  const matches: Match[] = [];
  const aIndex = indexes(a);
  const bIndex = indexes(b);
  const open: Pair[] = pairsOf(topRows(a), topRows(b), 0).reverse();
  for (let pair = open.pop(); pair; pair = open.pop()) {
    matches.push(matchOf(pair, least));
    const aChildren = pair.a ? [...childrenOf(a, aIndex.get(pair.a) as number)] : [];
    const bChildren = pair.b ? [...childrenOf(b, bIndex.get(pair.b) as number)] : [];
    for (const child of pairsOf(aChildren, bChildren, pair.depth + 1).reverse()) open.push(child);
  }
  return matches;
}

interface Pair {
  a: Row | null;
  b: Row | null;
  depth: number;
}

function topRows(rows: Row[]): Row[] {
  const tops: Row[] = [];
  for (let i = 0; i < rows.length; i = (rows[i] as Row).end) tops.push(rows[i] as Row);
  return tops;
}

function indexes(rows: Row[]): Map<Row, number> {
  return new Map(rows.map((row, index) => [row, index]));
}

function longest(rows: Row[]): number {
  return rows.reduce((most, { span }) => Math.max(most, span.start + span.duration), 0);
}

function nameOf({ span }: Row): string {
  return `${span.service}\0${span.name}`;
}

function pairsOf(a: Row[], b: Row[], depth: number): Pair[] {
  const waiting = new Map<string, Row[]>();
  for (const row of b.toReversed()) {
    const name = nameOf(row);
    const same = waiting.get(name);
    if (same) same.push(row);
    else waiting.set(name, [row]);
  }
  const partners = a.map((row) => waiting.get(nameOf(row))?.pop() ?? null);
  const taken = new Set(partners);
  const places = new Map(b.map((row, place) => [row, place]));
  const pairs: Pair[] = [];
  let next = 0; // the first of b that is not placed
  const placeAdded = (until: Row | null) => {
    while (next < b.length && b[next] !== until) {
      const row = b[next++] as Row;
      if (!taken.has(row)) pairs.push({ a: null, b: row, depth });
    }
  };
  a.forEach((row, i) => {
    const partner = partners[i] ?? null;
    if (partner && (places.get(partner) as number) >= next) placeAdded(partner);
    pairs.push({ a: row, b: partner, depth });
  });
  placeAdded(null);
  return pairs;
}

function matchOf({ a, b, depth }: Pair, least: number): Match {
  const before = Math.max(0, a?.span.duration ?? 0);
  const after = Math.max(0, b?.span.duration ?? 0);
  const delta = after - before;
  return { a, b, depth, delta, difference: differenceOf(a, b, delta, before, least) };
}

function differenceOf(
  a: Row | null,
  b: Row | null,
  delta: number,
  before: number,
  least: number,
): Difference {
  if (!a) return "added";
  if (!b) return "removed";
  if (Math.abs(delta) < Math.max(least, before * LEAST_SHARE)) return "same";
  return delta > 0 ? "slower" : "faster";
}

/** Self times of one operation in both traces, nanoseconds. */
export interface Change {
  service: string;
  name: string;
  before: number;
  after: number;
  beforeCount: number;
  afterCount: number;
}

/** Where the difference comes from: operations by how much their self times differ, the most first. */
export function changesOf(a: Row[], b: Row[]): Change[] {
  const changes = new Map<string, Change>();
  const changeOf = (row: Row) => {
    let change = changes.get(nameOf(row));
    if (!change) {
      const { service, name } = row.span;
      change = { service, name, before: 0, after: 0, beforeCount: 0, afterCount: 0 };
      changes.set(nameOf(row), change);
    }
    return change;
  };
  for (const row of a) {
    const change = changeOf(row);
    change.before += row.self;
    change.beforeCount++;
  }
  for (const row of b) {
    const change = changeOf(row);
    change.after += row.self;
    change.afterCount++;
  }
  return [...changes.values()].sort((x, y) => Math.abs(y.after - y.before) - Math.abs(x.after - x.before));
}
