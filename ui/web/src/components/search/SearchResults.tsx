import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { isRefusal } from "../../api/http";
import { SEARCH_LIMIT, search } from "../../api/search";
import { rangeSeconds } from "../../routing/range";
import type { SearchRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { NoTraces } from "./NoTraces";
import { TraceList } from "./TraceList";

const SEARCH_INTERVAL_MILLIS = 5000;

/** What the query of the URL finds. */
export function SearchResults({
  route,
  newestStartNanos,
}: {
  route: SearchRoute;
  newestStartNanos?: string | undefined;
}) {
  const { query, range, live } = route;
  const found = useQuery({
    queryKey: ["search", query, range],
    queryFn: ({ signal }) => search(query, rangeSeconds(range), signal),
    // A query that was refused is not asked again by itself; one that failed otherwise is.
    refetchInterval: ({ state }) => (live && !isRefusal(state.error) ? SEARCH_INTERVAL_MILLIS : false),
    placeholderData: keepPreviousData,
  });
  if (found.error) return <ErrorLine text={found.error.message} />;
  if (!found.data) return <p className="muted">Searching…</p>;
  if (found.data.length === 0) {
    return <NoTraces route={route} newestStartNanos={newestStartNanos} now={found.dataUpdatedAt} />;
  }
  return (
    <div className={found.isPlaceholderData ? "stale" : undefined}>
      <TraceList traces={found.data} now={found.dataUpdatedAt} />
      {found.data.length >= SEARCH_LIMIT && (
        <p className="muted">The newest {SEARCH_LIMIT} are shown; there may be more.</p>
      )}
    </div>
  );
}
