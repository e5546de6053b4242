import type { Span } from "./span";
import type { RootHint, Row } from "./tree";

/**
 * Rows as a few long arrays: they pass from the worker to the page without being copied value by value. Row
 * i has the places from i times the width on.
 */
export interface PackedRows {
  /** Start, duration, busy and idle (NaN for none), self, skew. */
  times: Float64Array;
  /** Index, depth, children, end, links, error, hint, service, name, kind, events, critical. */
  counts: Int32Array;
  /** The services, names and kinds that the counts name. */
  texts: string[];
  /** Span ids and parent ids in turn, with commas between. */
  ids: string;
  /** Keys that are not the span's id, by row. */
  keys: [number, string][];
  /** Of all rows one after another: when its events happened, where it is on the critical path. */
  events: Float64Array;
  critical: Float64Array;
}

const TIMES = 6;
const COUNTS = 12;
const HINTS: readonly (RootHint | null)[] = [null, "missing parent", "cyclic parents"];
const NONE: number[] = [];

export function pack(rows: readonly Row[]): PackedRows {
  const times = new Float64Array(rows.length * TIMES);
  const counts = new Int32Array(rows.length * COUNTS);
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const ids: string[] = [];
  const keys: [number, string][] = [];
  const events: number[] = [];
  const critical: number[] = [];
  rows.forEach((row, i) => {
    const { span } = row;
    let at = i * TIMES;
    times[at++] = span.start;
    times[at++] = span.duration;
    times[at++] = span.busy ?? Number.NaN;
    times[at++] = span.idle ?? Number.NaN;
    times[at++] = row.self;
    times[at] = row.skew;
    at = i * COUNTS;
    counts[at++] = span.index;
    counts[at++] = row.depth;
    counts[at++] = row.childCount;
    counts[at++] = row.end;
    counts[at++] = span.linkCount;
    counts[at++] = span.error ? 1 : 0;
    counts[at++] = HINTS.indexOf(row.hint);
    counts[at++] = numberOf(span.service);
    counts[at++] = numberOf(span.name);
    counts[at++] = numberOf(span.kind);
    counts[at++] = span.events.length;
    counts[at] = row.critical.length;
    ids.push(span.spanId, span.parentId);
    if (span.key !== span.spanId) keys.push([i, span.key]);
    for (const time of span.events) events.push(time);
    for (const time of row.critical) critical.push(time);
  });
  return {
    ...{ times, counts, keys, texts: [...numbers.keys()], ids: ids.join(",") },
    ...{ events: Float64Array.from(events), critical: Float64Array.from(critical) },
  };
}

export function unpack(packed: PackedRows): Row[] {
  const { times, counts, texts } = packed;
  const ids = packed.ids.split(",");
  const rows: Row[] = [];
  let event = 0;
  let stretch = 0;
  for (let i = 0; i * COUNTS < counts.length; i++) {
    const time = i * TIMES;
    const at = i * COUNTS;
    const count = (n: number) => counts[at + n] as number;
    const spanId = ids[2 * i] as string;
    const span: Span = {
      index: count(0),
      key: spanId,
      spanId,
      parentId: ids[2 * i + 1] as string,
      service: texts[count(7)] as string,
      name: texts[count(8)] as string,
      kind: texts[count(9)] as string,
      start: times[time] as number,
      duration: times[time + 1] as number,
      error: count(5) === 1,
      busy: orNull(times[time + 2] as number),
      idle: orNull(times[time + 3] as number),
      events: part(packed.events, event, count(10)),
      linkCount: count(4),
    };
    event += count(10);
    rows.push({
      span,
      depth: count(1),
      childCount: count(2),
      end: count(3),
      hint: HINTS[count(6)] ?? null,
      self: times[time + 4] as number,
      critical: part(packed.critical, stretch, count(11)),
      skew: times[time + 5] as number,
    });
    stretch += count(11);
  }
  for (const [i, key] of packed.keys) (rows[i] as Row).span.key = key;
  return rows;
}

/** What of it is passed on without a copy. */
export function buffersOf({ times, counts, events, critical }: PackedRows): Transferable[] {
  return [times.buffer, counts.buffer, events.buffer, critical.buffer];
}

function part(all: Float64Array, from: number, count: number): number[] {
  return count === 0 ? NONE : Array.from(all.subarray(from, from + count));
}

function orNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
