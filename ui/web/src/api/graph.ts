import { apiRange } from "../routing/range";
import { getJson, type Warned } from "./http";

export type NodeKind = "service" | "database" | "messaging" | "virtual";

/** A service, or what services call that sends no spans itself. Durations in nanoseconds. */
export interface GraphNode {
  service: string;
  kind: NodeKind;
  calls: number;
  errors: number;
  avgNs?: number;
  p50Ns?: number;
  p95Ns?: number;
  p99Ns?: number;
}

/** Calls from one service to another, as either side saw them. */
export interface GraphEdge {
  client: string;
  server: string;
  kind: "call" | "database" | "messaging" | "virtual";
  calls: number;
  errors: number;
  clientP50Ns?: number;
  clientP95Ns?: number;
  clientP99Ns?: number;
  serverP50Ns?: number;
  serverP95Ns?: number;
  serverP99Ns?: number;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** How many spans it was made of. */
  spans?: number;
}

/** Who calls whom in a time range, by the spans that match. */
export async function fetchGraph(
  query: string,
  range: string,
  nowMillis: number,
  signal: AbortSignal,
): Promise<Warned<Graph>> {
  const parameters = new URLSearchParams({ ...apiRange(range, nowMillis), q: query });
  const graph = await getJson<Partial<Graph>>(`/api/rubato/graph?${parameters}`, signal);
  return { ...graph, nodes: graph.nodes ?? [], edges: graph.edges ?? [] };
}
