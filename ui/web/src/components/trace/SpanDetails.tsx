import { useEffect, useState } from "react";
import { formatDuration } from "../../format/duration";
import { formatTime, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";
import type { TraceClient } from "../../trace/client";
import { quoted } from "../../trace/filter";
import type { Logs } from "../../trace/logs";
import type { Span, SpanRecord } from "../../trace/span";
import { lengthOf } from "../../trace/statistics";
import type { Row } from "../../trace/tree";
import { CopyButton } from "../common/CopyButton";
import { ErrorMark } from "../common/ErrorMark";
import { ServiceDot } from "../common/ServiceDot";
import { Properties } from "./Properties";
import { RecordSections } from "./RecordSections";
import { busyShare } from "./SpanBar";
import { SpanLogs } from "./SpanLogs";
import { useEscape } from "./useEscape";

interface Props {
  row: Row;
  client: TraceClient;
  /** The trace's, nanoseconds. */
  duration: number;
  colour: number;
  logs: Logs | null;
  goToParent: (() => void) | undefined;
  close: () => void;
}

/** All that is known of one span. What was sent of it comes a moment later from the worker. */
export function SpanDetails({ row, client, duration, colour, logs, goToParent, close }: Props) {
  const { span } = row;
  const record = useRecord(client, span.index);
  useEscape(close);
  return (
    <aside className="details" aria-label={`Span ${span.name}`}>
      <header>
        <h2>{span.name}</h2>
        <button type="button" className="button small" onClick={close}>
          Close
        </button>
        <p>
          <ServiceDot colour={colour} />
          {span.service}
        </p>
      </header>
      {span.error && (
        <p className="error-line">
          <ErrorMark /> {record?.otlp.status?.message || "The status of this span is error."}
        </p>
      )}
      {row.skew > 0 && (
        <p className="warning-line">
          It starts {formatDuration(row.skew)} before the span that called it, so the clocks of the two differ
          by that or more.
        </p>
      )}
      <Properties entries={timesOf(row, duration, record)} />
      <p className="actions">
        <CopyButton text={window.location.href} label="Copy link to this span" word="Copy link" />
        {goToParent && (
          <button type="button" className="button small" onClick={goToParent}>
            Parent
          </button>
        )}
        <Link to={{ ...DEFAULT_SEARCH, query: likeIt(span) }} className="button small" title={likeIt(span)}>
          Search for its like
        </Link>
      </p>
      <SpanLogs logs={logs} spanId={span.spanId} />
      {record && <RecordSections span={span} record={record} />}
    </aside>
  );
}

/** The spans of the same service and name, as TraceQL. */
function likeIt({ service, name }: Span): string {
  return `{ resource.service.name = ${quoted(service)} && name = ${quoted(name)} }`;
}

function useRecord(client: TraceClient, index: number): SpanRecord | null {
  const [record, setRecord] = useState<SpanRecord | null>(null);
  useEffect(() => {
    let isCurrent = true;
    client.record(index).then((found) => isCurrent && setRecord(found));
    return () => {
      isCurrent = false;
    };
  }, [client, index]);
  return record;
}

function timesOf(row: Row, duration: number, record: SpanRecord | null): [string, string | undefined][] {
  const { span } = row;
  const critical = lengthOf(row.critical);
  const share = busyShare(span);
  return [
    ["Duration", withShare(span.duration, duration, "of the trace")],
    ["Self time", row.childCount > 0 ? withShare(row.self, span.duration, "of the span") : ""],
    ["Busy", share === null ? "" : withShare(span.busy ?? 0, span.duration, "of the span")],
    ["Idle", share === null ? "" : withShare(span.idle ?? 0, span.duration, "of the span")],
    ["Critical path", critical > 0 ? withShare(critical, duration, "of the trace") : ""],
    ["Starts", `${formatDuration(span.start)} into the trace`],
    ["Time", record ? formatTime(nanosToMillis(record.otlp.startTimeUnixNano ?? "")) : " "],
  ];
}

function withShare(part: number, whole: number, of: string): string {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  return `${formatDuration(part)}, ${percent > 0 && percent < 1 ? "< 1" : Math.round(percent)} % ${of}`;
}
