import { graphlib, layout } from "@dagrejs/dagre";
import type { Graph, GraphEdge, GraphNode } from "../../api/graph";

export const NODE = { width: 196, height: 58 };

export interface PlacedNode extends GraphNode {
  /** The middle. */
  x: number;
  y: number;
}

export interface PlacedEdge extends GraphEdge {
  points: Point[];
}

interface Point {
  x: number;
  y: number;
}

export interface PlacedGraph {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

/** Puts callers to the left of what they call. */
export function placed(graph: Graph): PlacedGraph {
  const drawing = new graphlib.Graph();
  drawing.setGraph({ rankdir: "LR", nodesep: 22, ranksep: 90, marginx: 12, marginy: 12 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) drawing.setNode(node.service, { ...NODE });
  // A service that calls itself has no arrow: it would only be in the way.
  const edges = graph.edges.filter(
    (edge) => edge.client !== edge.server && drawing.hasNode(edge.client) && drawing.hasNode(edge.server),
  );
  for (const edge of edges) drawing.setEdge(edge.client, edge.server, {});
  layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  return {
    nodes: graph.nodes.map((node) => {
      const { x, y } = drawing.node(node.service);
      return { ...node, x, y };
    }),
    edges: edges.map((edge) => ({
      ...edge,
      points: fromSideToSide(
        drawing.node(edge.client),
        drawing.edge(edge.client, edge.server).points ?? [],
        drawing.node(edge.server),
      ),
    })),
    width,
    height,
  };
}

/** A line from the right of the caller to the left of the called; as it is laid out where it goes back. */
function fromSideToSide(from: Point, points: readonly Point[], to: Point): Point[] {
  const start = { x: from.x + NODE.width / 2, y: from.y };
  const end = { x: to.x - NODE.width / 2, y: to.y };
  if (start.x >= end.x) return [...points];
  // Of an edge to the next column the one point between is the middle, which a curve needs not.
  return [start, ...(points.length > 3 ? points.slice(1, -1) : []), end];
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

/** A smooth line through the points of an edge, as an SVG path. */
export function curve(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x},${first.y}`;
  let before = first;
  for (const point of rest) {
    const middle = (before.x + point.x) / 2;
    path += ` C${middle},${before.y} ${middle},${point.y} ${point.x},${point.y}`;
    before = point;
  }
  return path;
}
