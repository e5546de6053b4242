import type { SlowQuery } from "../../api/status";
import { formatDuration } from "../../format/duration";
import { formatTime } from "../../format/time";
import { Link } from "../../routing/Link";
import { DEFAULT_METRICS, DEFAULT_SEARCH, DEFAULT_SERVICES, type Route } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { ScrollRegion } from "../common/ScrollRegion";

/** What took longest to answer in the last hour. */
export function SlowQueries({
  queries,
  failure,
}: {
  queries: SlowQuery[] | undefined;
  failure: Error | null;
}) {
  return (
    <section className="panel" aria-labelledby="slow">
      <h2 id="slow">Slowest queries of the last hour</h2>
      {failure && <ErrorLine text={failure.message} />}
      {queries?.length === 0 && <p className="muted">Nothing was asked.</p>}
      {queries && queries.length > 0 && (
        <ScrollRegion className="table-scroll tall" label="Slowest queries">
          <table className="red">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Took
                </th>
                <th scope="col">Query</th>
                <th scope="col">Route</th>
                <th scope="col" className="number">
                  Status
                </th>
                <th scope="col">At</th>
              </tr>
            </thead>
            <tbody>
              {queries.map((query) => (
                <tr key={`${query.at} ${query.micros} ${query.route}`}>
                  <td className="number">{formatDuration(query.micros * 1000)}</td>
                  <td className="query-cell">
                    <Query query={query} />
                  </td>
                  <td className="muted">{query.route}</td>
                  <td className={query.status >= 400 ? "number error-text" : "number muted"}>
                    {query.status}
                  </td>
                  <td>{formatTime(query.at).slice(11, 19)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

/** As a link to the page that asks it again, where there is one. */
function Query({ query }: { query: SlowQuery }) {
  const text = <code>{query.query}</code>;
  const route = routeOf(query);
  return route ? <Link to={route}>{text}</Link> : text;
}

function routeOf({ route, query }: SlowQuery): Route | null {
  if (!query.startsWith("{") && !query.startsWith("(")) return null;
  if (route.includes("/metrics/")) return { ...DEFAULT_METRICS, query };
  if (route.endsWith("/graph")) return { ...DEFAULT_SERVICES, view: "graph", query };
  return route.endsWith("/search") ? { ...DEFAULT_SEARCH, query } : null;
}
