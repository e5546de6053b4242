import { useRef } from "react";
import { formatDuration } from "../../format/duration";
import type { Service } from "../../trace/services";
import type { Row } from "../../trace/tree";
import { ErrorMark } from "../common/ErrorMark";
import { ServiceDot } from "../common/ServiceDot";
import { useVirtualRows } from "../common/useVirtualRows";
import { SortHead } from "./SortHead";
import { type Measures, useOrder } from "./useOrder";

interface Props {
  rows: Row[];
  services: Map<string, Service>;
  selected: string | null;
  select: (key: string) => void;
  found: ReadonlySet<string>;
  sort: string;
  setSort: (sort: string) => void;
}

const ROW_HEIGHT = 28;

const MEASURES: Measures<Row> = {
  service: ({ span }) => span.service,
  name: ({ span }) => span.name,
  kind: ({ span }) => span.kind,
  start: ({ span }) => span.start,
  duration: ({ span }) => span.duration,
  self: (row) => row.self,
  busy: ({ span }) => span.busy ?? -1,
  idle: ({ span }) => span.idle ?? -1,
  events: ({ span }) => span.events.length,
};

/** All spans as a table that can be sorted. Only the rows in sight are in the document. */
export function SpanTable({ rows, services, selected, select, found, sort, setSort }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const [ordered, order] = useOrder(rows, MEASURES, "duration", sort, setSort);
  const virtual = useVirtualRows(scroller, ordered.length, ROW_HEIGHT);
  const { indexes } = virtual;
  const before = (indexes[0] ?? 0) * ROW_HEIGHT;
  const after = virtual.height - before - indexes.length * ROW_HEIGHT;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section ref={scroller} className="view-scroll span-table" aria-label="Spans" tabIndex={0}>
      <table className="data-table" aria-rowcount={ordered.length}>
        <thead>
          <tr>
            <SortHead order={order} by="service" label="Service" isNumber={false} />
            <SortHead order={order} by="name" label="Span" isNumber={false} />
            <SortHead order={order} by="kind" label="Kind" isNumber={false} />
            <SortHead order={order} by="start" label="Starts" />
            <SortHead order={order} by="duration" label="Duration" />
            <SortHead order={order} by="self" label="Self time" />
            <SortHead order={order} by="busy" label="Busy" />
            <SortHead order={order} by="idle" label="Idle" />
            <SortHead order={order} by="events" label="Events" />
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} />
          {indexes.map((index) => {
            const row = ordered[index] as Row;
            return (
              <SpanTableRow
                key={row.span.key}
                row={row}
                colour={services.get(row.span.service)?.colour ?? 0}
                state={stateOf(row, selected, found)}
                select={select}
              />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are out of sight. */
function Spacer({ height }: { height: number }) {
  return (
    <tr className="spacer">
      <td colSpan={9} style={{ height }} />
    </tr>
  );
}

function stateOf({ span }: Row, selected: string | null, found: ReadonlySet<string>): string | undefined {
  if (span.key === selected) return "selected";
  return found.has(span.key) ? "found" : undefined;
}

interface RowProps {
  row: Row;
  colour: number;
  state: string | undefined;
  select: (key: string) => void;
}

function SpanTableRow({ row: { span, self }, colour, state, select }: RowProps) {
  return (
    <tr className={state} style={{ height: ROW_HEIGHT }}>
      <td>
        <ServiceDot colour={colour} />
        {span.service}
      </td>
      <th scope="row">
        <button type="button" className="link-button" onClick={() => select(span.key)}>
          {span.error && <ErrorMark />} {span.name}
        </button>
      </th>
      <td>{span.kind}</td>
      <td className="number">{formatDuration(span.start)}</td>
      <td className="number">{formatDuration(span.duration)}</td>
      <td className="number">{formatDuration(self)}</td>
      <td className="number">{span.busy === null ? "–" : formatDuration(span.busy)}</td>
      <td className="number">{span.idle === null ? "–" : formatDuration(span.idle)}</td>
      <td className="number">{span.events.length || "–"}</td>
    </tr>
  );
}
