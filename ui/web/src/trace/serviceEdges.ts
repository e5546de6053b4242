import { childrenOf, type Row } from "./tree";

/** How often one service called another within a trace. */
export interface ServiceEdge {
  from: string;
  to: string;
  count: number;
  errors: number;
  /** Nanoseconds that the spans called took together. */
  total: number;
}

/** Which service called which: the edges of the tree that lead from one service to another. */
export function serviceEdges(rows: Row[]): ServiceEdge[] {
  const edges = new Map<string, ServiceEdge>();
  rows.forEach((row, index) => {
    for (const { span } of childrenOf(rows, index)) {
      if (span.service === row.span.service) continue;
      const key = `${row.span.service}\0${span.service}`;
      let edge = edges.get(key);
      if (!edge) {
        edge = { from: row.span.service, to: span.service, count: 0, errors: 0, total: 0 };
        edges.set(key, edge);
      }
      edge.count++;
      edge.total += Math.max(0, span.duration);
      if (span.error) edge.errors++;
    }
  });
  return [...edges.values()];
}
