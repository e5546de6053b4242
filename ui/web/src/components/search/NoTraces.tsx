import { formatAgo, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import { fixedRange, intervalOf, RANGES } from "../../routing/range";
import { ALL_SPANS, type SearchRoute } from "../../routing/route";

interface Props {
  route: SearchRoute;
  newestStartNanos?: string | undefined;
  now: number;
}

/** Says that nothing was found, what may be the reason, and what to do next. */
export function NoTraces({ route, newestStartNanos, now }: Props) {
  const label = RANGES.find((range) => range.id === route.range)?.label.toLowerCase();
  const newest = newestStartNanos ? nanosToMillis(newestStartNanos) : Number.NaN;
  const older = intervalOf(route.range, now).start > newest;
  return (
    <div className="panel">
      <p>
        No trace {fixedRange(route.range) ? "between these times" : `of the ${label}`} matches{" "}
        <code>{route.query}</code>.
      </p>
      {older && <p>The newest span started {formatAgo(newest, now)}, before this time range.</p>}
      <p className="actions">
        {route.range !== "7d" && <Link to={{ ...route, range: "7d" }}>Look at the last 7 days</Link>}
        {route.query !== ALL_SPANS && <Link to={{ ...route, query: ALL_SPANS }}>Show all traces</Link>}
        {!route.live && <Link to={{ ...route, live: true }}>Wait for one that matches</Link>}
      </p>
    </div>
  );
}
