import { withCondition } from "../../query/conditions";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH, type ServicesRoute } from "../../routing/route";
import { Warnings } from "../common/Warnings";
import { QueryError } from "../query/QueryError";
import { NoSpans } from "../search/NoSpans";
import { RedTable } from "./RedTable";
import { useRed } from "./useRed";

const SERVICE = "resource.service.name";

export interface ServicesProps {
  route: ServicesRoute;
  askedAt: number;
  again: () => void;
}

/** A row for each service. */
export function ServiceTable({ route, askedAt, again }: ServicesProps) {
  const { query, range } = route;
  const red = useRed(query, SERVICE, range, askedAt);
  if (red.error) return <QueryError query={query} message={red.error.message} />;
  if (!red.data) return <p className="panel muted">Measuring…</p>;
  if (red.data.rows.length === 0) {
    const longer = range === "7d" ? null : { ...route, range: "7d" };
    return <NoSpans text="No span matches in this time range." longer={longer} again={again} />;
  }
  return (
    <div className={red.isPlaceholderData ? "stale" : undefined}>
      <Warnings of={red.data.messages} />
      <RedTable
        noun="Service"
        rows={red.data.rows}
        name={(row) => <Link to={{ page: "service", name: row.key, range }}>{row.key}</Link>}
        actions={(row) => {
          const own = withCondition(query, { attribute: SERVICE, operator: "=", value: row.literal });
          const failed = withCondition(own, { attribute: "status", operator: "=", value: "error" });
          return (
            <>
              <Link to={{ ...DEFAULT_SEARCH, query: own, range }}>traces</Link>
              {row.errorShare > 0 && <Link to={{ ...DEFAULT_SEARCH, query: failed, range }}>errors</Link>}
            </>
          );
        }}
      />
    </div>
  );
}
