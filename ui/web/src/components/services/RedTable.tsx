import { type ReactNode, useState } from "react";
import { Sparkline } from "../chart/Sparkline";
import { formatShare, formatValue } from "../chart/unit";
import { ScrollRegion } from "../common/ScrollRegion";
import type { Red } from "./red";

interface Props {
  /** What a row is: "Service", "Operation". */
  noun: string;
  rows: readonly Red[];
  name: (row: Red) => ReactNode;
  actions: (row: Red) => ReactNode;
}

type Column = "key" | "rate" | "errorShare" | "p50" | "p95" | "p99";

const COLUMNS: readonly [Column, string][] = [
  ["rate", "Rate"],
  ["errorShare", "Errors"],
  ["p50", "P50"],
  ["p95", "P95"],
  ["p99", "P99"],
];

/** Rate, errors and durations in rows that can be put in order by each. */
export function RedTable({ noun, rows, name, actions }: Props) {
  const [sort, setSort] = useState<{ column: Column; down: boolean }>({ column: "rate", down: true });
  const sorted = [...rows].sort((a, b) => (sort.down ? -1 : 1) * compare(a, b, sort.column));
  const heading = (column: Column, label: string, number: boolean) => (
    <th
      key={column}
      scope="col"
      className={number ? "number" : undefined}
      aria-sort={sort.column === column ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => setSort({ column, down: sort.column === column ? !sort.down : number })}
      >
        {label}
        <span aria-hidden="true">{sort.column === column ? (sort.down ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );
  return (
    <ScrollRegion className="table-scroll" label={`Rate, errors and durations by ${noun.toLowerCase()}`}>
      <table className="red">
        <thead>
          <tr>
            {heading("key", noun, false)}
            {COLUMNS.map(([column, label]) => heading(column, label, true))}
            <th scope="col">
              <span className="sr-only">Links</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row)}</th>
              <td className="number">
                <Sparkline values={row.rates} label={`Rate of ${row.key}`} />
                <span className="figure">{formatValue(row.rate, "perSecond")}</span>
              </td>
              <td className={row.errorShare > 0 ? "number error-text" : "number muted"}>
                <Sparkline values={row.errors} label={`Errors of ${row.key}`} error />
                <span className="figure">{formatShare(row.errorShare)}</span>
              </td>
              <td className="number">{formatValue(row.p50, "seconds")}</td>
              <td className="number">
                <Sparkline values={row.p95s} label={`95th percentile of ${row.key}`} />
                <span className="figure">{formatValue(row.p95, "seconds")}</span>
              </td>
              <td className="number">{formatValue(row.p99, "seconds")}</td>
              <td className="row-actions">{actions(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function compare(a: Red, b: Red, column: Column): number {
  if (column === "key") return a.key.localeCompare(b.key);
  return (a[column] || 0) - (b[column] || 0);
}
