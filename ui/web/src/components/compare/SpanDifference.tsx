import { useEffect, useState } from "react";
import type { KeyValue } from "../../api/otlp";
import { formatDuration } from "../../format/duration";
import { Link } from "../../routing/Link";
import type { TraceClient } from "../../trace/client";
import type { Match } from "../../trace/matching";
import type { SpanRecord } from "../../trace/span";
import type { Row } from "../../trace/tree";
import { valueText } from "../../trace/value";

interface Props {
  match: Match;
  ids: [string, string];
  clients: [TraceClient, TraceClient];
  close: () => void;
}

/** One span of both traces: what of it differs. */
export function SpanDifference({ match, ids, clients, close }: Props) {
  const { a, b } = match;
  const [records, setRecords] = useState<[SpanRecord | null, SpanRecord | null] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = (client: TraceClient, row: Row | null) => (row ? client.record(row.span.index) : null);
    Promise.all([read(clients[0], a), read(clients[1], b)]).then((both) => {
      if (isCurrent) setRecords(both);
    });
    return () => {
      isCurrent = false;
    };
  }, [a, b, clients]);
  const { span } = (a ?? b) as Row;
  return (
    <section className="panel" aria-label={`Differences of ${span.name}`}>
      <div className="page-head">
        <h3>
          {span.service} {span.name}
        </h3>
        <span className="actions">
          {a && <Link to={{ page: "trace", id: ids[0], span: a.span.key }}>Open in A</Link>}
          {b && <Link to={{ page: "trace", id: ids[1], span: b.span.key }}>Open in B</Link>}
          <button type="button" className="button small" onClick={close}>
            Close
          </button>
        </span>
      </div>
      {records && <DifferenceTable match={match} records={records} />}
    </section>
  );
}

type Line = [name: string, a: string, b: string];

function DifferenceTable({
  match,
  records,
}: {
  match: Match;
  records: [SpanRecord | null, SpanRecord | null];
}) {
  const [a, b] = records;
  const all: Line[] = [
    ["duration", time(match.a?.span.duration), time(match.b?.span.duration)],
    ["self time", time(match.a?.self), time(match.b?.self)],
    ["busy", time(match.a?.span.busy), time(match.b?.span.busy)],
    ["idle", time(match.a?.span.idle), time(match.b?.span.idle)],
    ["status", statusOf(match.a), statusOf(match.b)],
    ...attributeLines(a?.otlp.attributes, b?.otlp.attributes, ""),
    ...attributeLines(a?.resource.attributes, b?.resource.attributes, "resource."),
  ];
  const lines = all.filter(([name, x, y]) => x !== y && !HIDDEN.has(name));
  if (lines.length === 0) return <p className="muted">Nothing differs but the times of day.</p>;
  return (
    <table className="attributes three">
      <thead>
        <tr>
          <th scope="col">What differs</th>
          <th scope="col">
            <span className="side side-a">A</span>
          </th>
          <th scope="col">
            <span className="side side-b">B</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([name, x, y]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{x || <span className="muted">–</span>}</td>
            <td>{y || <span className="muted">–</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Attributes that the lines above them say already. */
const HIDDEN = new Set(["busy_ns", "idle_ns"]);

function time(nanos: number | null | undefined): string {
  return nanos === null || nanos === undefined ? "" : formatDuration(nanos);
}

function statusOf(row: Row | null): string {
  return row === null ? "" : row.span.error ? "error" : "no error";
}

function attributeLines(a: KeyValue[] = [], b: KeyValue[] = [], prefix: string): Line[] {
  const first = new Map(a.map(({ key = "", value }) => [key, valueText(value)]));
  const second = new Map(b.map(({ key = "", value }) => [key, valueText(value)]));
  const keys = [...new Set([...first.keys(), ...second.keys()])].sort();
  return keys.map((key) => [prefix + key, first.get(key) ?? "", second.get(key) ?? ""]);
}
