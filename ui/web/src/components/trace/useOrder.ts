import { useMemo, useState } from "react";

/** What a table can be sorted by, and how a row is measured by it. */
export type Measures<T> = Readonly<Record<string, (row: T) => number | string>>;

export interface Order {
  by: string;
  isDescending: boolean;
  /** Sorts by a column, the greatest first; once more turns the order around. */
  sort: (by: string) => void;
}

/** Rows in an order that the reader chooses. */
export function useOrder<T>(
  rows: T[],
  measures: Measures<T>,
  first: string,
  descending = true,
): [T[], Order] {
  const [by, setBy] = useState(first);
  const [isDescending, setDescending] = useState(descending);
  const ordered = useMemo(() => {
    const measure = measures[by];
    if (!measure) return rows;
    const keyed = rows.map((row) => ({ row, value: measure(row) }));
    const sign = isDescending ? -1 : 1;
    keyed.sort((a, b) => sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    return keyed.map((one) => one.row);
  }, [rows, measures, by, isDescending]);
  const sort = (next: string) => {
    setDescending(next === by ? !isDescending : typeof measures[next]?.(rows[0] as T) !== "string");
    setBy(next);
  };
  return [ordered, { by, isDescending, sort }];
}
