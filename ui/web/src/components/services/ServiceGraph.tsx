import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchGraph } from "../../api/graph";
import { formatCount } from "../../format/quantity";
import { navigate } from "../../routing/location";
import { Warnings } from "../common/Warnings";
import { QueryError } from "../query/QueryError";
import { NoSpans } from "../search/NoSpans";
import { CallTable } from "./CallTable";
import { GraphDrawing } from "./GraphDrawing";
import { GraphNodeDetails } from "./GraphNodeDetails";
import { placed } from "./graphLayout";
import type { ServicesProps } from "./ServiceTable";

/** Who calls whom, how often, with how many errors and how long it takes. */
export function ServiceGraph({ route, askedAt, again }: ServicesProps) {
  const { query, range, chosen } = route;
  const choose = (service: string | null) => navigate({ ...route, chosen: service }, "replace");
  const graph = useQuery({
    queryKey: ["graph", query, range, askedAt],
    queryFn: ({ signal }) => fetchGraph(query, range, askedAt, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const drawing = useMemo(() => graph.data && placed(graph.data), [graph.data]);
  if (graph.error) return <QueryError query={query} message={graph.error.message} />;
  if (!graph.data || !drawing) return <p className="panel muted">Looking who calls whom…</p>;
  if (graph.data.nodes.length === 0) {
    const longer = range === "7d" ? null : { ...route, range: "7d" };
    return <NoSpans text="No span matches in this time range." longer={longer} again={again} />;
  }
  const chosenPlace = drawing.nodes.find((one) => one.service === chosen)?.x ?? 0;
  const node = graph.data.nodes.find((one) => one.service === chosen);
  return (
    <div className={graph.isPlaceholderData ? "stale graph-view" : "graph-view"}>
      <Warnings of={[graph.data.warning]} />
      <div className={chosenPlace > drawing.width / 2 ? "graph-body details-left" : "graph-body"}>
        <GraphDrawing graph={drawing} whole={graph.data} chosen={chosen} choose={choose} />
        {node && <GraphNodeDetails node={node} graph={graph.data} range={range} close={() => choose(null)} />}
      </div>
      {graph.data.spans !== undefined && (
        <p className="muted">Made of {formatCount(graph.data.spans)} spans.</p>
      )}
      <CallTable edges={graph.data.edges} range={range} />
    </div>
  );
}
