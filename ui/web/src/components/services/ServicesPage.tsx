import { useEffect } from "react";
import { navigate } from "../../routing/location";
import { ALL_SPANS, type ServicesRoute } from "../../routing/route";
import { RangePicker } from "../common/RangePicker";
import { useAskedAt } from "../common/useAskedAt";
import { QueryEditor } from "../query/QueryEditor";
import { useDraft } from "../query/useDraft";
import { ServiceGraph } from "./ServiceGraph";
import { ServiceTable } from "./ServiceTable";

const REQUESTS = "{ kind = server || kind = consumer }";

/** All services: how much they do, how well and how fast, as a table or as a graph of who calls whom. */
export function ServicesPage({ route }: { route: ServicesRoute }) {
  const { askedAt, again } = useAskedAt(`${route.query} ${route.range}`);
  const draft = useDraft(route, ALL_SPANS, again);
  useEffect(() => {
    document.title = "Services – Rubato";
  }, []);
  return (
    <main className="page wide" id="main">
      <search className="search">
        <div className="search-line">
          <h1 className="line-title">Services</h1>
          <fieldset className="segments tall" aria-label="View">
            {(["table", "graph"] as const).map((view) => (
              <button
                key={view}
                type="button"
                aria-pressed={route.view === view}
                onClick={() => navigate({ ...route, view })}
              >
                {view === "table" ? "Table" : "Graph"}
              </button>
            ))}
          </fieldset>
          <QueryEditor
            draft={draft}
            label="Only spans that match"
            placeholder='{ resource.deployment.environment.name = "production" }'
          />
          <button type="button" className="button primary" onClick={() => draft.ask(draft.text)}>
            Filter
          </button>
          <RangePicker range={route.range} change={(range) => navigate({ ...route, range })} />
        </div>
        <p className="presets">
          <span className="muted">Count</span>
          <button
            type="button"
            className="button small"
            aria-pressed={route.query === ALL_SPANS}
            onClick={() => draft.ask(ALL_SPANS)}
          >
            all spans
          </button>
          <button
            type="button"
            className="button small"
            aria-pressed={route.query === REQUESTS}
            onClick={() => draft.ask(REQUESTS)}
          >
            only requests (server and consumer spans)
          </button>
        </p>
      </search>
      {route.view === "table" ? (
        <ServiceTable route={route} askedAt={askedAt} again={again} />
      ) : (
        <ServiceGraph route={route} askedAt={askedAt} again={again} />
      )}
    </main>
  );
}
