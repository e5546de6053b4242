import { type ChangeEvent, type ClipboardEvent, type DragEvent, useState } from "react";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/quantity";
import type { LogLine, Logs } from "../../trace/logs";
import type { Service } from "../../trace/services";
import type { Row } from "../../trace/tree";
import { ServiceDot } from "../common/ServiceDot";
import { LogLineText } from "./LogLineText";

interface Props {
  id: string;
  rows: Row[];
  services: Map<string, Service>;
  startNanos: bigint;
  logs: Logs | null;
  /** Takes the text of JSONL files; null forgets what was given. */
  read: (text: string | null) => void;
  select: (key: string) => void;
}

const SHOWN = 500;

/** The log lines of a trace, from files that are given to the page and stay in it. */
export function LogPanel({ id, rows, services, startNanos, logs, read, select }: Props) {
  const [over, setOver] = useState(false);
  const take = async (files: FileList | null) => {
    if (!files?.length) return;
    const texts = await Promise.all([...files].map((file) => file.text()));
    read(texts.join("\n"));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length > 0) take(event.clipboardData.files);
    else read(event.clipboardData.getData("text"));
    event.preventDefault();
  };
  return (
    <section
      className={over ? "log-panel drop-here" : "log-panel"}
      aria-label="Logs of the trace"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {!logs?.lines.length && <GiveLogs id={id} logs={logs} take={take} paste={paste} />}
      {logs && logs.lines.length > 0 && (
        <>
          <p className="actions">
            <span>
              {plural(logs.lines.length, "line")} of this trace; {plural(logs.otherTraces, "line")} of others
              left out
              {logs.unreadable > 0 && `, ${plural(logs.unreadable, "line")} that are not JSON`}.
            </span>
            <button type="button" className="button small" onClick={() => read(null)}>
              Forget them
            </button>
          </p>
          <LogLines {...{ logs, rows, services, startNanos, select }} />
        </>
      )}
    </section>
  );
}

interface GiveProps {
  id: string;
  logs: Logs | null;
  take: (files: FileList | null) => void;
  paste: (event: ClipboardEvent) => void;
}

/** Says how to bring logs here. */
function GiveLogs({ id, logs, take, paste }: GiveProps) {
  return (
    <div className="give-logs">
      {logs && (
        <p className="warning-line" role="status">
          None of the {plural(logs.otherTraces + logs.unreadable, "line")} names this trace
          {logs.unreadable > 0 && `; ${plural(logs.unreadable, "line")} are not JSON`}.
        </p>
      )}
      <p>
        Drop JSONL log files here, or choose or paste them. The lines of this trace are shown beside its
        spans. They stay in this page: nothing is sent.
      </p>
      <p className="actions">
        <input
          type="file"
          multiple
          accept=".jsonl,.log,.json,.ndjson,.txt"
          aria-label="Log files"
          onChange={(event: ChangeEvent<HTMLInputElement>) => take(event.target.files)}
        />
      </p>
      <textarea
        rows={3}
        aria-label="Log lines"
        placeholder='{"time":"…","level":"INFO","message":"…","trace_id":"…","span_id":"…"}'
        onPaste={paste}
        value=""
        onChange={() => {}}
      />
      <p className="muted">
        To have only the lines of this trace: <code>grep -h {id} *.log</code>
      </p>
    </div>
  );
}

function LogLines({
  logs,
  rows,
  services,
  startNanos,
  select,
}: Pick<Props, "rows" | "services" | "startNanos" | "select"> & { logs: Logs }) {
  const byId = new Map(rows.map((row) => [row.span.spanId, row]));
  return (
    <>
      <ol className="log-lines">
        {logs.lines.slice(0, SHOWN).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and the list does not change
          <li key={i}>
            <span className="log-when" title={line.time}>
              {sinceStart(line, startNanos)}
            </span>
            <SpanButton row={byId.get(line.spanId)} services={services} select={select} />
            <div>
              <LogLineText line={line} />
            </div>
          </li>
        ))}
      </ol>
      {logs.lines.length > SHOWN && <p className="muted">The first {SHOWN} are shown.</p>}
    </>
  );
}

function sinceStart(line: LogLine, startNanos: bigint): string {
  const nanos = line.millis * 1e6 - Number(startNanos);
  return Number.isNaN(nanos) ? "" : formatDuration(Math.round(nanos / 1000) * 1000);
}

function SpanButton({
  row,
  services,
  select,
}: {
  row: Row | undefined;
  services: Map<string, Service>;
  select: (key: string) => void;
}) {
  if (!row) return <span className="muted">no span of the trace</span>;
  return (
    <button type="button" className="link-button" onClick={() => select(row.span.key)}>
      <ServiceDot colour={services.get(row.span.service)?.colour ?? 0} />
      {row.span.name}
    </button>
  );
}
