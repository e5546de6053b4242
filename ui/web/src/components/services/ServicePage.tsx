import { useEffect } from "react";
import { withCondition } from "../../query/conditions";
import { quoted } from "../../query/tokens";
import { Link } from "../../routing/Link";
import { navigate } from "../../routing/location";
import { rangeOf } from "../../routing/range";
import { DEFAULT_METRICS, DEFAULT_SEARCH, DEFAULT_SERVICES, type ServiceRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { RangePicker } from "../common/RangePicker";
import { useAskedAt } from "../common/useAskedAt";
import { Warnings } from "../common/Warnings";
import { NoSpans } from "../search/NoSpans";
import { RedTable } from "./RedTable";
import { ServiceCharts } from "./ServiceCharts";
import { useRed } from "./useRed";

/** One service: how it does over time, and each of its operations. */
export function ServicePage({ route }: { route: ServiceRoute }) {
  const { name, range } = route;
  const { askedAt, again } = useAskedAt(`${name} ${range}`);
  const query = `{ resource.service.name = ${quoted(name)} }`;
  const red = useRed(query, "name", range, askedAt);
  useEffect(() => {
    document.title = `${name} – Rubato`;
  }, [name]);
  return (
    <main className="page wide" id="main">
      <div className="search-line">
        <h1 className="line-title">
          <Link to={{ ...DEFAULT_SERVICES, range }}>Services</Link> / {name}
        </h1>
        <Link to={{ ...DEFAULT_SEARCH, query, range }} className="button">
          Its traces
        </Link>
        <Link
          to={{
            ...DEFAULT_SEARCH,
            query: withCondition(query, { attribute: "status", operator: "=", value: "error" }),
            range,
          }}
          className="button"
        >
          Its errors
        </Link>
        <button type="button" className="button" onClick={again}>
          Refresh
        </button>
        <span className="push">
          <RangePicker range={range} change={(next) => navigate({ ...route, range: next })} />
        </span>
      </div>
      <ServiceCharts
        query={query}
        range={range}
        askedAt={askedAt}
        zoom={(start, end) => navigate({ ...route, range: rangeOf({ start, end }) })}
      />
      <h2>Operations</h2>
      {red.error && <ErrorLine text={red.error.message} />}
      {red.isPending && <p className="panel muted">Measuring…</p>}
      {red.data?.rows.length === 0 && (
        <NoSpans
          text={`No span of ${name} in this time range.`}
          longer={range === "7d" ? null : { ...route, range: "7d" }}
          again={again}
        />
      )}
      <Warnings of={red.data?.messages ?? []} />
      {red.data && red.data.rows.length > 0 && (
        <RedTable
          noun="Operation"
          rows={red.data.rows}
          name={(row) => row.key}
          actions={(row) => {
            const own = withCondition(query, { attribute: "name", operator: "=", value: row.literal });
            return (
              <>
                <Link to={{ ...DEFAULT_SEARCH, query: own, range, order: "duration" }}>slowest</Link>
                <Link
                  to={{
                    ...DEFAULT_METRICS,
                    query: `${own} | quantile_over_time(duration, .5, .95, .99)`,
                    range,
                  }}
                >
                  over time
                </Link>
              </>
            );
          }}
        />
      )}
    </main>
  );
}
