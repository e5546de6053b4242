import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { metricsTotal, type Total } from "../../api/metrics";
import { formatCount } from "../../format/quantity";
import type { Condition } from "../../query/conditions";
import { useAttributes } from "../query/useSuggestions";

interface Props {
  query: string;
  range: string;
  askedAt: number;
  enabled: boolean;
  attribute: string;
  choose: (attribute: string) => void;
  narrow: (condition: Condition) => void;
}

const USUAL = ["resource.service.name", "name", "status", "kind"];
const SHOWN = 8;

/** How the matching spans spread over the values of an attribute; each value narrows the search by one click. */
export function Breakdown({ query, range, askedAt, enabled, attribute, choose, narrow }: Props) {
  const id = useId();
  const [all, setAll] = useState(false);
  const attributes = useAttributes().data ?? [];
  const counts = useQuery({
    queryKey: ["breakdown", query, range, attribute, askedAt],
    queryFn: async ({ signal }) => {
      const counted = `${query} | count_over_time() by (${attribute})`;
      return rowsOf(attribute, await metricsTotal(counted, range, askedAt, signal));
    },
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  });
  const rows = counts.data ?? [];
  const most = rows[0]?.count ?? 1;
  return (
    <section className="panel breakdown" aria-label="Matching spans by value">
      <label htmlFor={`${id}-by`}>
        Spans by{" "}
        <select
          id={`${id}-by`}
          className="control"
          value={attribute}
          onChange={(event) => {
            choose(event.target.value);
            setAll(false);
          }}
        >
          {[...USUAL, ...attributes.filter((name) => !USUAL.includes(name))].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {counts.error && <p className="muted">Not for this query: {counts.error.message}</p>}
      <ul className={counts.isPlaceholderData ? "stale" : undefined}>
        {rows.slice(0, all ? 100 : SHOWN).map((row) => (
          <li key={row.value}>
            <button
              type="button"
              className="value"
              disabled={row.value === "nil"}
              title={`Only ${attribute} = ${row.value}`}
              onClick={() => narrow({ attribute, operator: "=", value: row.literal })}
            >
              <span className="bar" style={{ width: `${(row.count / most) * 100}%` }} aria-hidden="true" />
              <span className="value-name">{row.value === "nil" ? "(none)" : row.value}</span>
              <span className="value-count">{formatCount(row.count)}</span>
            </button>
            <button
              type="button"
              className="without"
              disabled={row.value === "nil"}
              aria-label={`Without ${attribute} = ${row.value}`}
              title={`Without ${row.value}`}
              onClick={() => narrow({ attribute, operator: "!=", value: row.literal })}
            >
              ≠
            </button>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <button type="button" className="button small" onClick={() => setAll(!all)}>
          {all ? "Fewer" : `${formatCount(rows.length - SHOWN)} more`}
        </button>
      )}
      {counts.isSuccess && rows.length === 0 && <p className="muted">No span matches.</p>}
    </section>
  );
}

function rowsOf(attribute: string, totals: readonly Total[]) {
  return totals
    .map(({ labels, literals, value }) => ({
      value: labels[attribute] ?? "nil",
      literal: literals[attribute] ?? "nil",
      count: value,
    }))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.count - a.count);
}
