import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { formatTime, nanosToMillis } from "../../format/time";
import type { Service } from "../../trace/services";
import type { Span, Trace } from "../../trace/span";
import { CopyButton } from "../common/CopyButton";
import { ErrorMark } from "../common/ErrorMark";
import { ServiceDot } from "../common/ServiceDot";

interface Props {
  id: string;
  trace: Trace;
  root: Span | undefined;
  services: Map<string, Service>;
  message: string | null;
  reload: () => void;
  loading: boolean;
}

/** What a trace is, in a few lines: its root, its length, who took part. */
export function TraceSummary({ id, trace, root, services, message, reload, loading }: Props) {
  const errors = trace.spans.reduce((sum, span) => sum + (span.error ? 1 : 0), 0);
  return (
    <section className="trace-summary" aria-label="The trace">
      <h1>
        {root?.service} <span className="root-name">{root?.name}</span>
      </h1>
      <p className="trace-facts">
        <span>{formatDuration(trace.duration)}</span>
        <span>{formatTime(nanosToMillis(String(trace.startNanos)))}</span>
        <span>{plural(trace.spans.length, "span")}</span>
        {errors > 0 && (
          <span className="error-text">
            <ErrorMark /> {plural(errors, "error")}
          </span>
        )}
        <span className="trace-id">
          <code>{id}</code> <CopyButton text={id} label="Copy the trace id" />
          <button type="button" className="button small" onClick={reload} disabled={loading}>
            Reload
          </button>
        </span>
      </p>
      {message && <p className="warning-line">{message}</p>}
      <ul className="legend" aria-label="Services">
        {[...services.values()].map((service) => (
          <li key={service.name}>
            <ServiceDot colour={service.colour} />
            {service.name} <span className="muted">{formatCount(service.spanCount)}</span>
            {service.errorCount > 0 && <ErrorMark title={plural(service.errorCount, "error")} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
