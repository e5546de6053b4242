import { useEffect } from "react";
import { useShortcuts } from "../../keyboard/shortcuts";
import { withCondition } from "../../query/conditions";
import { errorPlace } from "../../query/position";
import { navigate } from "../../routing/location";
import type { SearchRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { useAskedAt } from "../common/useAskedAt";
import { isEmpty } from "../status/stored";
import { useStatus } from "../status/useStatus";
import { Breakdown } from "./Breakdown";
import { FirstSteps } from "./FirstSteps";
import { HeatMap } from "./HeatMap";
import { SearchForm } from "./SearchForm";
import { SearchResults } from "./SearchResults";
import { useMore, useSearch, useTotal } from "./useSearch";
import { useTail } from "./useTail";

/** Finds traces: by text or fields, by what the values are, by when and how long, or as they come in. */
export function SearchPage({ route }: { route: SearchRoute }) {
  const { askedAt, again } = useAskedAt(`${route.query} ${route.range} ${route.order}`);
  const status = useStatus(route.live).data;
  const found = useSearch(route, askedAt);
  const { more, load } = useMore(route, askedAt, found.isPlaceholderData ? undefined : found.data);
  const total = useTotal(route, askedAt, found.isSuccess && !found.isPlaceholderData);
  const tail = useTail(route.query, route.live);
  useEffect(() => {
    document.title = route.query === "{}" ? "Rubato" : `${route.query} – Rubato`;
  }, [route.query]);
  useShortcuts("Search", [
    { keys: "j", label: "Next trace", run: () => focusRow(1) },
    { keys: "k", label: "Previous trace", run: () => focusRow(-1) },
    {
      keys: "l",
      label: "Follow what comes in, or no more",
      run: () => navigate({ ...route, live: !route.live }),
    },
  ]);
  const nothingStored = isEmpty(status) && tail.traces.length === 0;
  return (
    <main className="page wide" id="main">
      <h1 className="sr-only">Search traces</h1>
      {status?.readOnly && (
        <p className="warning-line" role="status">
          <strong>Read-only:</strong> {status.readOnly}
        </p>
      )}
      <SearchForm route={route} again={again} failure={found.error} />
      {found.error && errorPlace(found.error.message, route.query) === null && (
        <ErrorLine text={found.error.message} />
      )}
      {nothingStored ? (
        <FirstSteps listening={status.listening ?? []} again={again} />
      ) : (
        !found.error && (
          <>
            <div className="overview">
              <HeatMap route={route} askedAt={askedAt} />
              <Breakdown
                query={route.query}
                range={route.range}
                askedAt={askedAt}
                attribute={route.by}
                choose={(by) => navigate({ ...route, by }, "replace")}
                narrow={(condition) => navigate({ ...route, query: withCondition(route.query, condition) })}
              />
            </div>
            <SearchResults
              route={route}
              found={found.data}
              searching={found.isFetching}
              total={total}
              stale={found.isPlaceholderData}
              more={more}
              load={load}
              tail={tail}
              again={again}
              newestStartNanos={status?.newestStartNanos}
              askedAt={askedAt}
            />
          </>
        )
      )}
    </main>
  );
}

/** Moves the focus along the links of the found traces. */
function focusRow(by: number) {
  const links = [...document.querySelectorAll<HTMLElement>(".row-link")];
  const place = links.indexOf(document.activeElement as HTMLElement);
  links[Math.max(0, Math.min(links.length - 1, place + by))]?.focus();
}
