import type { Row } from "./tree";

/** How rows are drawn together: each span, repeated siblings as one, or one row where a service is entered. */
export type Grouping = "spans" | "repeats" | "services";

/** A row as it is drawn. */
export interface VisibleRow {
  key: string;
  row: Row;
  depth: number;
  /** The siblings that this row stands for, its own span among them; null for a row of one span. */
  members: Row[] | null;
  /** How many rows stand directly below it when it is open. */
  childCount: number;
  isOpen: boolean;
  /** How many spans of the same service it stands for beside its own. */
  absorbed: number;
}

/** From so many siblings in a row of one name on they are drawn as one. */
const LEAST_REPEATS = 4;

/**
 * The rows that are drawn. A row with children is open and one of repeated siblings closed, but for
 * those whose keys are among the toggled ones.
 */
export function visibleRows(rows: Row[], grouping: Grouping, toggled: ReadonlySet<string>): VisibleRow[] {
  switch (grouping) {
    case "spans":
      return eachSpan(rows, toggled, NO_RUNS);
    case "repeats":
      return eachSpan(rows, toggled, repeatsOf(rows));
    case "services":
      return entries(rows, toggled);
  }
}

const NO_RUNS: ReadonlyMap<number, Row[]> = new Map();

function eachSpan(rows: Row[], toggled: ReadonlySet<string>, runs: ReadonlyMap<number, Row[]>): VisibleRow[] {
  const visible: VisibleRow[] = [];
  const within: number[] = []; // where the open groups around a row end
  for (let i = 0; i < rows.length; ) {
    while (within.length > 0 && i >= (within.at(-1) as number)) within.pop();
    const row = rows[i] as Row;
    const members = runs.get(i);
    if (members) {
      const key = `group-${row.span.key}`;
      const end = (members.at(-1) as Row).end;
      const isOpen = toggled.has(key);
      const depth = row.depth + within.length;
      visible.push({ key, row, depth, members, childCount: members.length, isOpen, absorbed: 0 });
      if (!isOpen) {
        i = end;
        continue;
      }
      within.push(end);
    }
    const isOpen = !toggled.has(row.span.key);
    const { childCount } = row;
    const depth = row.depth + within.length;
    visible.push({ key: row.span.key, row, depth, members: null, childCount, isOpen, absorbed: 0 });
    i = isOpen ? i + 1 : row.end;
  }
  return visible;
}

/** Runs of siblings of one service and name, by the index of their first row. */
function repeatsOf(rows: Row[]): Map<number, Row[]> {
  const runs = new Map<number, Row[]>();
  const scan = (from: number, end: number) => {
    let first = from;
    let run: Row[] = [];
    for (let i = from; i < end; ) {
      const row = rows[i] as Row;
      const begun = run[0];
      if (!begun || begun.span.name !== row.span.name || begun.span.service !== row.span.service) {
        if (run.length >= LEAST_REPEATS) runs.set(first, run);
        first = i;
        run = [];
      }
      run.push(row);
      i = row.end;
    }
    if (run.length >= LEAST_REPEATS) runs.set(first, run);
  };
  scan(0, rows.length);
  rows.forEach((row, i) => {
    if (row.childCount >= LEAST_REPEATS) scan(i + 1, row.end);
  });
  return runs;
}

/** Only the spans by which a service is entered; the others of the service are counted there. */
function entries(rows: Row[], toggled: ReadonlySet<string>): VisibleRow[] {
  const visible: VisibleRow[] = [];
  const path: { end: number; entry: VisibleRow; service: string }[] = [];
  for (let i = 0; i < rows.length; ) {
    const row = rows[i] as Row;
    while (path.length > 0 && i >= (path.at(-1)?.end ?? 0)) path.pop();
    const above = path.at(-1);
    if (above && above.service === row.span.service) {
      above.entry.absorbed++;
      path.push({ end: row.end, entry: above.entry, service: above.service });
      i++;
      continue;
    }
    if (above) above.entry.childCount++;
    if (above && !above.entry.isOpen) {
      i = row.end;
      continue;
    }
    const { key, service } = row.span;
    const depth = above ? above.entry.depth + 1 : 0;
    const isOpen = !toggled.has(key);
    const entry: VisibleRow = { key, row, depth, members: null, childCount: 0, isOpen, absorbed: 0 };
    visible.push(entry);
    path.push({ end: row.end, entry, service });
    i++;
  }
  return visible;
}

/**
 * What has to be toggled so that a span is seen, given what is: the rows around it are opened. Where the
 * grouping has no row of its own for it, the row that stands for it is.
 */
export function revealing(
  rows: Row[],
  grouping: Grouping,
  toggled: ReadonlySet<string>,
  index: number,
): ReadonlySet<string> {
  const next = new Set(toggled);
  const above = ancestorsOf(rows, index);
  for (const ancestor of above) next.delete((rows[ancestor] as Row).span.key);
  if (grouping === "repeats") {
    for (const [first, members] of repeatsOf(rows)) {
      const key = `group-${(rows[first] as Row).span.key}`;
      if (index >= first && index < (members.at(-1) as Row).end) next.add(key);
    }
  }
  return next;
}

/** The key of the row that is drawn for a span. */
export function standIn(rows: Row[], grouping: Grouping, index: number): string {
  let shown = index;
  if (grouping === "services") {
    for (const ancestor of ancestorsOf(rows, index)) {
      if ((rows[ancestor] as Row).span.service !== (rows[shown] as Row).span.service) break;
      shown = ancestor;
    }
  }
  return rows[shown]?.span.key ?? "";
}

/** The indexes of the rows above one, the nearest first. */
function ancestorsOf(rows: Row[], index: number): number[] {
  const above: number[] = [];
  let depth = rows[index]?.depth ?? 0;
  for (let i = index - 1; i >= 0 && depth > 0; i--) {
    if ((rows[i] as Row).depth < depth) {
      above.push(i);
      depth = (rows[i] as Row).depth;
    }
  }
  return above;
}
