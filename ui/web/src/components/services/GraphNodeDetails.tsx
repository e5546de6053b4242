import type { Graph, GraphNode } from "../../api/graph";
import { formatDuration } from "../../format/duration";
import { formatCount } from "../../format/quantity";
import { quoted } from "../../query/tokens";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";
import { formatShare } from "../chart/unit";

interface Props {
  node: GraphNode;
  graph: Graph;
  range: string;
  close: () => void;
}

/** The figures of one service of the graph, and where to go from it. */
export function GraphNodeDetails({ node, graph, range, close }: Props) {
  const callers = graph.edges.filter((edge) => edge.server === node.service).map((edge) => edge.client);
  const called = graph.edges.filter((edge) => edge.client === node.service).map((edge) => edge.server);
  const isService = node.kind === "service";
  return (
    <aside className="panel graph-details" aria-label={node.service}>
      <div className="details-head">
        <h2>{node.service}</h2>
        <button type="button" className="button small" onClick={close} aria-label="Close">
          ×
        </button>
      </div>
      {!isService && <p className="muted">A {node.kind} that was called and sends no spans itself.</p>}
      <dl className="figures">
        <Figure name="Calls" value={formatCount(node.calls)} />
        <Figure
          name="Errors"
          value={`${formatCount(node.errors)} (${formatShare(node.errors / (node.calls || 1))})`}
        />
        <Figure name="Mean" value={duration(node.avgNs)} />
        <Figure name="P50" value={duration(node.p50Ns)} />
        <Figure name="P95" value={duration(node.p95Ns)} />
        <Figure name="P99" value={duration(node.p99Ns)} />
        <Figure name="Called by" value={callers.join(", ") || "nobody"} />
        <Figure name="Calls to" value={called.join(", ") || "nobody"} />
      </dl>
      {isService && (
        <p className="actions">
          <Link to={{ page: "service", name: node.service, range }}>Its operations</Link>
          <Link
            to={{
              ...DEFAULT_SEARCH,
              query: `{ resource.service.name = ${quoted(node.service)} }`,
              range,
            }}
          >
            Its traces
          </Link>
        </p>
      )}
    </aside>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function duration(nanos: number | undefined): string {
  return nanos === undefined ? "–" : formatDuration(nanos);
}
