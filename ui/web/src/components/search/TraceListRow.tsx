import type { CSSProperties } from "react";
import type { FoundTrace } from "../../api/search";
import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { formatAgo, formatTime, nanosToMillis } from "../../format/time";
import { withCondition } from "../../query/conditions";
import { quoted } from "../../query/tokens";
import { Link } from "../../routing/Link";
import type { SearchRoute } from "../../routing/route";
import { ErrorMark } from "../common/ErrorMark";

interface Props {
  trace: FoundTrace;
  longest: number;
  route: SearchRoute;
  fresh: boolean;
}

/** So many letters of services have room beside one another where the page is narrow. */
const LETTERS_SHOWN = 40;

/** What the server says for the service of a root span that is not stored, as Tempo does. */
const ROOT_NOT_RECEIVED = "<root span not yet received>";

export function TraceListRow({ trace, longest, route, fresh }: Props) {
  const started = nanosToMillis(trace.startTimeUnixNano ?? "");
  const stats = Object.values(trace.serviceStats ?? {});
  const spans = stats.reduce((sum, service) => sum + (service.spanCount ?? 0), 0);
  const errors = stats.reduce((sum, service) => sum + (service.errorCount ?? 0), 0);
  return (
    <tr className={fresh ? "fresh" : undefined}>
      <td className="trace-name">
        {errors > 0 && <ErrorMark title={plural(errors, "error")} />}
        <Link to={{ page: "trace", id: trace.traceID, span: null }} className="row-link">
          <RootName trace={trace} />
        </Link>
      </td>
      <td>
        <time title={formatAgo(started, Date.now())}>{formatTime(started).slice(5)}</time>
      </td>
      <td className="duration">
        <Duration millis={trace.durationMs ?? 0} longest={longest} />
      </td>
      <td className="number">
        {spans > 0 ? formatCount(spans) : "–"}
        <span className="unit"> spans</span>
      </td>
      <td className={errors > 0 ? "number error-text" : "number muted none"}>
        {errors}
        <span className="unit"> errors</span>
      </td>
      <td className="services">
        <Services names={Object.keys(trace.serviceStats ?? {})} route={route} />
      </td>
    </tr>
  );
}

function RootName({ trace }: { trace: FoundTrace }) {
  const service = trace.rootServiceName ?? "";
  if (service === "" || service === ROOT_NOT_RECEIVED) {
    const first = Object.keys(trace.serviceStats ?? {})[0];
    return (
      <>
        {first && <strong>{first}</strong>} <span className="muted">root span not received</span>
      </>
    );
  }
  return (
    <>
      <strong>{service}</strong> {trace.rootTraceName || <span className="muted">no name</span>}
    </>
  );
}

/** The services of a trace; each narrows the search to itself. */
function Services({ names, route }: { names: string[]; route: SearchRoute }) {
  let letters = 0;
  const shown = names.filter((name, place) => {
    letters += name.length + 3;
    return place === 0 || letters <= LETTERS_SHOWN;
  });
  const rest = names.slice(shown.length);
  return (
    <div>
      {shown.map((name) => (
        <Link
          key={name}
          to={{
            ...route,
            query: withCondition(route.query, {
              attribute: "resource.service.name",
              operator: "=",
              value: quoted(name),
            }),
          }}
          className="filter-link"
          title={`Only spans of ${name}`}
        >
          {name}
        </Link>
      ))}
      {rest.length > 0 && <span title={rest.join(", ")}>+{rest.length}</span>}
    </div>
  );
}

/** The length of a trace in figures, and as a bar beside the longest of the list. */
function Duration({ millis, longest }: { millis: number; longest: number }) {
  const width = longest > 0 ? Math.max(1.5, (millis / longest) * 100) : 0;
  return (
    <>
      {millis === 0 ? "< 1 ms" : formatDuration(millis * 1e6)}
      <span className="duration-bar" style={{ "--part": `${width}%` } as CSSProperties} aria-hidden="true" />
    </>
  );
}
