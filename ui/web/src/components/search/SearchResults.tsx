import type { Found } from "../../api/search";
import { formatBytes, formatCount, plural } from "../../format/quantity";
import { navigate } from "../../routing/location";
import type { Order, SearchRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { Warnings } from "../common/Warnings";
import { NoTraces } from "./NoTraces";
import { TraceList } from "./TraceList";
import type { MoreTraces } from "./useSearch";
import { type useTail, withoutRepeats } from "./useTail";

interface Props {
  route: SearchRoute;
  found: Found | undefined;
  searching: boolean;
  total: number | undefined;
  stale: boolean;
  more: MoreTraces;
  load: () => void;
  tail: ReturnType<typeof useTail>;
  again: () => void;
  newestStartNanos: string | undefined;
  askedAt: number;
}

const ORDERS: readonly [Order, string][] = [
  ["start", "newest"],
  ["duration", "longest"],
  ["errors", "most errors"],
];

/** The found traces, with how many there are and how far the search has come. */
export function SearchResults(props: Props) {
  const { route, found, searching, stale, more, load, tail, again } = props;
  const traces = withoutRepeats([...tail.traces, ...(found?.traces ?? []), ...more.traces]);
  const done = found !== undefined && !searching && !stale;
  return (
    <section aria-labelledby="traces" className={stale ? "results stale" : "results"}>
      <div className="results-bar">
        <h2 id="traces" aria-live="polite">
          {found === undefined || stale ? "Searching…" : headline(props.total, traces.length)}
        </h2>
        <fieldset className="segments" aria-label="Order">
          {ORDERS.map(([order, label]) => (
            <button
              key={order}
              type="button"
              aria-pressed={route.order === order}
              onClick={() => navigate({ ...route, order })}
            >
              {label}
            </button>
          ))}
        </fieldset>
        <button type="button" className="button small" onClick={again}>
          Refresh
        </button>
        {found?.inspected && !stale && (
          <span className="muted inspected">
            {plural(found.inspected.spans, "span")} looked at, {formatBytes(found.inspected.bytes)} read
          </span>
        )}
      </div>
      <progress
        className="search-progress"
        aria-label="Progress of the search"
        value={done ? 1 : (found?.progress ?? 0)}
        hidden={done}
      />
      {route.live && (
        <p className="following" role="status">
          <span className="live-dot on" aria-hidden="true" />
          {tail.ended
            ? `No longer following: ${tail.ended}.`
            : `Following: ${plural(tail.traces.length, "trace")} came in since.`}
        </p>
      )}
      <Warnings of={found?.warnings ?? []} />
      {done && traces.length === 0 ? (
        <NoTraces route={route} newestStartNanos={props.newestStartNanos} now={props.askedAt} />
      ) : (
        <TraceList traces={traces} route={route} fresh={tail.traces.length} />
      )}
      {more.failure && <ErrorLine text={more.failure} />}
      {done && more.cursor && (
        <button type="button" className="button more" onClick={load} disabled={more.loading}>
          {more.loading ? "Loading…" : "Show more"}
        </button>
      )}
    </section>
  );
}

function headline(total: number | undefined, shown: number): string {
  if (total === undefined || total <= shown) return plural(shown, "trace");
  return `${formatCount(shown)} of ${plural(total, "trace")}`;
}
