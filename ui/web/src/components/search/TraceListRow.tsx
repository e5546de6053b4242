import type { FoundTrace } from "../../api/search";
import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { formatAgo, formatTime, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import { ErrorMark } from "../common/ErrorMark";

export function TraceListRow({ trace, longest, now }: { trace: FoundTrace; longest: number; now: number }) {
  const started = nanosToMillis(trace.startTimeUnixNano ?? "");
  const stats = Object.values(trace.serviceStats ?? {});
  const spans = stats.reduce((sum, service) => sum + (service.spanCount ?? 0), 0);
  const errors = stats.reduce((sum, service) => sum + (service.errorCount ?? 0), 0);
  const services = Object.keys(trace.serviceStats ?? {});
  return (
    <tr>
      <td className="trace-name">
        {errors > 0 && <ErrorMark title={plural(errors, "error")} />}
        <Link to={{ page: "trace", id: trace.traceID, span: null }} className="row-link">
          <strong>{trace.rootServiceName || "unknown service"}</strong>{" "}
          {trace.rootTraceName || <span className="muted">no name</span>}
        </Link>
      </td>
      <td>
        <time title={formatTime(started)}>{formatAgo(started, now)}</time>
      </td>
      <td className="duration">
        <Duration millis={trace.durationMs ?? 0} longest={longest} />
      </td>
      <td className="number">
        {spans > 0 ? formatCount(spans) : "–"}
        <span className="unit"> spans</span>
      </td>
      <td className="services" title={services.join(", ")}>
        {services.join(", ")}
      </td>
    </tr>
  );
}

/** The length of a trace in figures, and as a bar beside the longest of the list. */
function Duration({ millis, longest }: { millis: number; longest: number }) {
  const width = longest > 0 ? (millis / longest) * 100 : 0;
  return (
    <>
      {millis === 0 ? "< 1 ms" : formatDuration(millis * 1e6)}
      <span className="duration-bar" style={{ width: `${width}%` }} aria-hidden="true" />
    </>
  );
}
