import { graphlib, layout } from "@dagrejs/dagre";
import type { ServiceEdge } from "../../trace/serviceEdges";

export const NODE_WIDTH = 230;
export const NODE_HEIGHT = 58;

/** More arrows than this would have their labels on top of one another. */
const MOST_LABELS = 20;

/** Where the services and the arrows between them stand. */
export interface Drawing {
  width: number;
  height: number;
  nodes: { name: string; x: number; y: number }[];
  edges: { edge: ServiceEdge; path: string; label: Point | null }[];
}

interface Point {
  x: number;
  y: number;
}

/** Lays services out in layers from left to right, callers before those they call. */
export function layoutServices(names: string[], edges: ServiceEdge[]): Drawing {
  const graph = new graphlib.Graph();
  const isLabelled = edges.length <= MOST_LABELS;
  const apart = isLabelled ? { nodesep: 28, ranksep: 130 } : { nodesep: 12, edgesep: 4, ranksep: 50 };
  graph.setGraph({ rankdir: "LR", marginx: 8, marginy: 24, ...apart });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of names) graph.setNode(name, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const edge of edges)
    graph.setEdge(edge.from, edge.to, isLabelled ? { width: 90, height: 22, labelpos: "c" } : {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: names.map((name) => ({ name, ...(graph.node(name) as Point) })),
    edges: edges.map((edge) => {
      const { points, x, y } = graph.edge(edge.from, edge.to) as { points: Point[] } & Point;
      return { edge, path: pathOf(points), label: isLabelled ? { x, y: y - 6 } : null };
    }),
  };
}

/** A soft line through points. */
function pathOf(points: Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  let path = `M${first.x} ${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const bend = rest[i] as Point;
    const next = rest[i + 1] as Point;
    const end = i === rest.length - 2 ? next : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 };
    path += ` Q${bend.x} ${bend.y} ${end.x} ${end.y}`;
  }
  if (rest.length === 1) path += ` L${rest[0]?.x} ${rest[0]?.y}`;
  return path;
}
