import { useMemo } from "react";

/** What a table can be sorted by, and how a row is measured by it. */
export type Measures<T> = Readonly<Record<string, (row: T) => number | string>>;

export interface Order {
  by: string;
  isDescending: boolean;
  /** Sorts by a column, the greatest first; once more turns the order around. */
  sort: (by: string) => void;
}

/** Rows in an order that the reader chooses and that the URL has: a column, with a minus for the least first. */
export function useOrder<T>(
  rows: T[],
  measures: Measures<T>,
  usual: string,
  chosen: string,
  choose: (sort: string) => void,
): [T[], Order] {
  const known = measures[chosen.replace("-", "")] ? chosen : usual;
  const by = known.replace("-", "");
  const isDescending = !known.startsWith("-");
  const ordered = useMemo(() => {
    const measure = measures[by];
    if (!measure) return rows;
    const keyed = rows.map((row) => ({ row, value: measure(row) }));
    const sign = isDescending ? -1 : 1;
    keyed.sort((a, b) => sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    return keyed.map((one) => one.row);
  }, [rows, measures, by, isDescending]);
  const sort = (next: string) => {
    const descending = next === by ? !isDescending : typeof measures[next]?.(rows[0] as T) !== "string";
    choose(descending ? next : `-${next}`);
  };
  return [ordered, { by, isDescending, sort }];
}
