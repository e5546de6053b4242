import type { Graph, GraphEdge, GraphNode } from "../../api/graph";
import { layered, type Point } from "../../graph/layered";

export const NODE = { width: 196, height: 58 };

export interface PlacedNode extends GraphNode {
  /** The middle. */
  x: number;
  y: number;
}

export interface PlacedEdge extends GraphEdge {
  points: Point[];
}

export interface PlacedGraph {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

/** Puts callers to the left of what they call. */
export function placed(graph: Graph): PlacedGraph {
  const numbers = new Map(graph.nodes.map((node, i) => [node.service, i]));
  // A service that calls itself has no arrow: it would only be in the way.
  const edges = graph.edges.filter(
    (edge) => edge.client !== edge.server && numbers.has(edge.client) && numbers.has(edge.server),
  );
  const { nodes, lines, width, height } = layered(
    graph.nodes.length,
    edges.map((edge) => ({ from: numbers.get(edge.client) ?? 0, to: numbers.get(edge.server) ?? 0 })),
    { ...NODE, columnGap: 90, rowGap: 22, margin: 12 },
  );
  return {
    nodes: graph.nodes.map((node, i) => ({ ...node, ...(nodes[i] as Point) })),
    edges: edges.map((edge, i) => ({ ...edge, points: lines[i] ?? [] })),
    width,
    height,
  };
}

/** The services on any path through one: all that lead to it, all that it leads to, and itself. */
export function pathThrough(graph: Graph, service: string): Set<string> {
  const found = new Set([service]);
  for (const [from, to] of [
    ["client", "server"],
    ["server", "client"],
  ] as const) {
    const waiting = [service];
    const seen = new Set(waiting);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const edge of graph.edges) {
        if (edge[from] !== next || seen.has(edge[to])) continue;
        seen.add(edge[to]);
        found.add(edge[to]);
        waiting.push(edge[to]);
      }
    }
  }
  return found;
}
