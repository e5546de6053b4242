import { useEffect } from "react";
import type { SearchRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { FirstSteps } from "./FirstSteps";
import { SearchForm } from "./SearchForm";
import { SearchResults } from "./SearchResults";
import { StatusPanel } from "./StatusPanel";
import { useStatus } from "./useStatus";

/** What is stored, and the newest traces that a query finds. */
export function SearchPage({ route }: { route: SearchRoute }) {
  const { data: status, error, dataUpdatedAt, ingestRate } = useStatus(true);
  useEffect(() => {
    document.title = "Search – Rubato";
  }, []);
  return (
    <main className="page" id="main">
      {error && <ErrorLine text={error.message} />}
      {status?.readOnly && (
        <p className="warning-line" role="status">
          <strong>Read-only:</strong> {status.readOnly}
        </p>
      )}
      {status && <StatusPanel status={status} now={dataUpdatedAt} ingestRate={ingestRate} live={true} />}
      {status && status.spans === 0 && <FirstSteps listening={status.listening ?? []} />}
      {status && status.spans !== 0 && (
        <section aria-labelledby="traces">
          <h2 id="traces">Newest traces</h2>
          <SearchForm key={route.query} route={route} />
          <SearchResults route={route} newestStartNanos={status.newestStartNanos} />
        </section>
      )}
    </main>
  );
}
