import type { Row } from "./tree";

/** A clock is said to be wrong only past this: timers of one machine differ by less. */
const LEAST_SKEW_NANOS = 1_000;

/** Finds out of each row its self time, its place on the critical path and the skew of its clock. */
export function analyse(rows: Row[]): Row[] {
  rows.forEach((row, index) => {
    row.self = selfTime(rows, index);
  });
  findSkews(rows);
  markCriticalPath(rows);
  return rows;
}

/** A span's duration less the time in which any child was under way, nanoseconds. */
export function selfTime(rows: Row[], index: number): number {
  const { span } = rows[index] as Row;
  const end = span.start + Math.max(0, span.duration);
  let covered = 0;
  let until = span.start;
  const last = (rows[index] as Row).end;
  for (let i = index + 1; i < last; i = (rows[i] as Row).end) {
    const child = (rows[i] as Row).span;
    const from = Math.max(child.start, until);
    const to = Math.min(child.start + Math.max(0, child.duration), end);
    if (to > from) {
      covered += to - from;
      until = to;
    }
  }
  return end - span.start - covered;
}

function findSkews(rows: Row[]): void {
  rows.forEach((row, index) => {
    for (let i = index + 1; i < row.end; i = (rows[i] as Row).end) {
      const child = rows[i] as Row;
      const early = row.span.start - child.span.start;
      if (early > LEAST_SKEW_NANOS && child.span.service !== row.span.service) child.skew = early;
    }
  });
}

/**
 * Marks the critical path: what would have to be faster for the trace to end sooner. From the end of
 * the longest root backwards, the time belongs to the child that ended last, and where no child is
 * under way to the span itself. A child that outlives its parent counts up to the parent's end.
 */
export function markCriticalPath(rows: Row[]): void {
  const root = longestRoot(rows);
  if (root < 0) return;
  const { span } = rows[root] as Row;
  const open = [{ index: root, from: span.start, to: span.start + Math.max(0, span.duration) }];
  for (let next = open.pop(); next; next = open.pop()) open.push(...sections(rows, next));
}

interface Stretch {
  index: number;
  from: number;
  to: number;
}

/** Gives a span what is its own of a stretch, and returns what is its children's. */
function sections(rows: Row[], { index, from, to }: Stretch): Stretch[] {
  const row = rows[index] as Row;
  const own: number[] = [];
  const passedOn: Stretch[] = [];
  let cursor = to;
  for (const child of byEnd(rows, index, from, to)) {
    if (child.to > cursor) continue;
    if (child.to < cursor) own.push(child.to, cursor);
    passedOn.push(child);
    cursor = child.from;
  }
  if (cursor > from) own.push(from, cursor);
  row.critical = own;
  return passedOn;
}

/** The children as they lie in a stretch, the last to end first. */
function byEnd(rows: Row[], index: number, from: number, to: number): Stretch[] {
  const found: Stretch[] = [];
  const end = (rows[index] as Row).end;
  for (let i = index + 1; i < end; i = (rows[i] as Row).end) {
    const { span } = rows[i] as Row;
    const start = Math.max(span.start, from);
    const stop = Math.min(span.start + Math.max(0, span.duration), to);
    if (stop > start) found.push({ index: i, from: start, to: stop });
  }
  return found.sort((a, b) => b.to - a.to || a.from - b.from);
}

function longestRoot(rows: Row[]): number {
  let longest = -1;
  for (let i = 0; i < rows.length; i = (rows[i] as Row).end) {
    if (longest < 0 || (rows[i] as Row).span.duration > (rows[longest] as Row).span.duration) longest = i;
  }
  return longest;
}
