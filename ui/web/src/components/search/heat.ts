import type { Series } from "../../api/metrics";

/** Counts of spans by time and duration. */
export interface Heat {
  /** The end of each column, in milliseconds. */
  times: number[];
  /** How long a column is, in milliseconds. */
  step: number;
  /** The longest duration of each row, in seconds; a row begins at half of that. */
  bounds: number[];
  /** By row and column. */
  counts: number[][];
  most: number;
  total: number;
}

/** A rectangle of a heat map, in columns and rows, both ends included. */
export interface Cells {
  fromColumn: number;
  toColumn: number;
  fromRow: number;
  toRow: number;
}

/** The series of a histogram as rows, without gaps from the shortest to the longest; null if there is no span. */
export function heatOf(series: readonly Series[]): Heat | null {
  const rows = new Map<number, number[]>();
  for (const one of series) rows.set(Number(one.labels.__bucket), one.values);
  const known = [...rows.keys()].filter((bound) => bound > 0).sort((a, b) => a - b);
  const times = series[0]?.times ?? [];
  const [shortest, longest] = [known[0], known.at(-1)];
  if (shortest === undefined || longest === undefined || times.length < 2) return null;
  const bounds: number[] = [];
  for (let bound = shortest; bound <= longest * 1.001; bound *= 2) bounds.push(bound);
  const counts = bounds.map((bound) => {
    const row = rows.get(nearest(known, bound)) ?? [];
    return times.map((_time, column) => row[column] || 0);
  });
  const all = counts.flat();
  return {
    times,
    step: (times[1] ?? 0) - (times[0] ?? 0),
    bounds,
    counts,
    most: Math.max(1, ...all),
    total: all.reduce((sum, count) => sum + count, 0),
  };
}

/** A bound that was sent, if it is this one but for rounding; otherwise one that is no bound. */
function nearest(known: readonly number[], bound: number): number {
  return known.find((one) => Math.abs(one / bound - 1) < 0.01) ?? Number.NaN;
}

/** The cell at a place from 0 to 1 of the width and the height, from the lower left. */
export function cellAt(heat: Heat, x: number, y: number): { column: number; row: number } {
  return {
    column: clamp(Math.floor(x * heat.times.length), heat.times.length),
    row: clamp(Math.floor(y * heat.bounds.length), heat.bounds.length),
  };
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}

/** Round durations in seconds, each with its height in rows from below: decades, or finer where these are too few. */
export function durationMarks({ bounds }: Heat): { seconds: number; row: number }[] {
  const least = (bounds[0] ?? 1) / 2;
  const marks = (digits: number[]) =>
    Array.from({ length: 16 }, (_, place) => place - 9)
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .map((seconds) => ({ seconds, row: Math.log2(seconds / least) }))
      .filter(({ row }) => row >= 0 && row <= bounds.length);
  const decades = marks([1]);
  return decades.length < 3 ? marks([1, 2, 5]) : decades;
}

export function countIn(heat: Heat, cells: Cells): number {
  let count = 0;
  for (let row = cells.fromRow; row <= cells.toRow; row++) {
    for (let column = cells.fromColumn; column <= cells.toColumn; column++) {
      count += heat.counts[row]?.[column] ?? 0;
    }
  }
  return count;
}

/** The times, and the durations in seconds, that cells stand for; null where they take in all durations. */
export function meaningOf(heat: Heat, cells: Cells) {
  return {
    start: (heat.times[cells.fromColumn] ?? 0) - heat.step,
    end: heat.times[cells.toColumn] ?? 0,
    longerThan: cells.fromRow === 0 ? null : (heat.bounds[cells.fromRow] ?? 0) / 2,
    upTo: cells.toRow === heat.bounds.length - 1 ? null : (heat.bounds[cells.toRow] ?? 0),
  };
}
