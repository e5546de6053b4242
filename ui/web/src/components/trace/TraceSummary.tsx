import { useState } from "react";
import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { formatTime, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import type { TraceHead } from "../../trace/reader";
import type { Span } from "../../trace/span";
import type { Row } from "../../trace/tree";
import { CopyButton } from "../common/CopyButton";
import { ErrorMark } from "../common/ErrorMark";
import { ServiceDot } from "../common/ServiceDot";
import { Findings } from "./Findings";
import { OpenFile } from "./OpenFile";
import type { OpenTrace } from "./useTrace";

interface Props {
  id: string;
  head: TraceHead;
  root: Span | undefined;
  rows: Row[];
  open: OpenTrace;
  goTo: (key: string) => void;
}

/** What a trace is, in a few lines: its root, its length, who took part, what is odd about it. */
export function TraceSummary({ id, head, root, rows, open, goTo }: Props) {
  return (
    <section className="trace-summary" aria-label="The trace">
      <div className="trace-title">
        <h1>
          {root?.service} <span className="root-name">{root?.name}</span>
        </h1>
        <p className="actions">
          <Link to={{ page: "compare", parameters: { b: id } }} className="button small">
            Compare with…
          </Link>
          <ExportButton id={id} open={open} />
          <OpenFile small />
          {!open.isFile && (
            <button type="button" className="button small" onClick={open.reload}>
              Reload
            </button>
          )}
        </p>
      </div>
      <p className="trace-facts">
        <span>{formatDuration(head.duration)}</span>
        <span>{formatTime(nanosToMillis(String(head.startNanos)))}</span>
        <span>{plural(head.spanCount, "span")}</span>
        <span className="trace-id">
          <code>{id}</code> <CopyButton text={id} label="Copy the trace id" />
        </span>
        <span role="status">
          {open.isFile && <em className="hint">from a file, not stored</em>}
          {open.isFollowed && <small>followed while it grows</small>}
        </span>
      </p>
      {head.message && <p className="warning-line">{head.message}</p>}
      <div className="trace-facts">
        <ul className="legend" aria-label="Services">
          {[...head.services.values()].map((service) => (
            <li key={service.name}>
              <ServiceDot colour={service.colour} />
              {service.name} <span className="muted">{formatCount(service.spanCount)}</span>
              {service.errorCount > 0 && <ErrorMark title={plural(service.errorCount, "error")} />}
            </li>
          ))}
        </ul>
        <Findings rows={rows} goTo={goTo} />
      </div>
    </section>
  );
}

/** Saves the trace as OTLP/JSON. */
function ExportButton({ id, open }: { id: string; open: OpenTrace }) {
  const [working, setWorking] = useState(false);
  const save = async () => {
    setWorking(true);
    const url = URL.createObjectURL(await open.client.exportJson());
    const link = document.createElement("a");
    link.href = url;
    link.download = `trace-${id}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    setWorking(false);
  };
  return (
    <button
      type="button"
      className="button small"
      title="Saves the trace as OTLP/JSON, which any OTLP receiver takes"
      disabled={working}
      onClick={save}
    >
      Export JSON
    </button>
  );
}
