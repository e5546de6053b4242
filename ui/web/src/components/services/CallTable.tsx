import type { GraphEdge } from "../../api/graph";
import { formatDuration } from "../../format/duration";
import { formatCount } from "../../format/quantity";
import { quoted } from "../../query/tokens";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";
import { formatShare } from "../chart/unit";
import { ScrollRegion } from "../common/ScrollRegion";

/** The arrows of the graph as rows: what it says without being seen. */
export function CallTable({ edges, range }: { edges: readonly GraphEdge[]; range: string }) {
  const sorted = [...edges].sort((a, b) => b.calls - a.calls);
  return (
    <ScrollRegion className="table-scroll" label="Calls">
      <table className="red">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Kind</th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col" className="number">
              Errors
            </th>
            <th scope="col" className="number">
              P95 of the caller
            </th>
            <th scope="col" className="number">
              P95 of the called
            </th>
            <th scope="col">
              <span className="sr-only">Links</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((edge) => (
            <tr key={`${edge.client}→${edge.server} ${edge.kind}`}>
              <th scope="row">{edge.client}</th>
              <td>{edge.server}</td>
              <td className="muted">{edge.kind}</td>
              <td className="number">{formatCount(edge.calls)}</td>
              <td className={edge.errors > 0 ? "number error-text" : "number muted"}>
                {formatShare(edge.errors / (edge.calls || 1))}
              </td>
              <td className="number">{duration(edge.clientP95Ns)}</td>
              <td className="number">{duration(edge.serverP95Ns)}</td>
              <td className="row-actions">
                {edge.kind === "call" && (
                  <Link to={{ ...DEFAULT_SEARCH, query: between(edge), range }}>traces</Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function between({ client, server }: GraphEdge): string {
  return `{ resource.service.name = ${quoted(client)} } > { resource.service.name = ${quoted(server)} }`;
}

function duration(nanos: number | undefined): string {
  return nanos ? formatDuration(nanos) : "–";
}
