import { formatAgo, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import { RANGES, rangeSeconds } from "../../routing/range";
import type { SearchRoute } from "../../routing/route";

interface Props {
  route: SearchRoute;
  newestStartNanos?: string | undefined;
  now: number;
}

/** Says that nothing was found, and what may be the reason. */
export function NoTraces({ route, newestStartNanos, now }: Props) {
  const label = RANGES.find((range) => range.id === route.range)?.label.toLowerCase();
  const newest = newestStartNanos === undefined ? Number.NaN : nanosToMillis(newestStartNanos);
  const older = now - newest > rangeSeconds(route.range) * 1000;
  return (
    <div className="panel">
      <p>
        No trace of the {label} matches <code>{route.query}</code>.
      </p>
      {older && <p>The newest span started {formatAgo(newest, now)}, before this time range.</p>}
      {route.range !== "7d" && (
        <p>
          <Link to={{ ...route, range: "7d" }}>Look at the last 7 days</Link>
        </p>
      )}
    </div>
  );
}
