import { curve } from "../../graph/curve";
import { layered, type Point } from "../../graph/layered";
import { spread } from "../../graph/spread";
import type { ServiceEdge } from "../../trace/serviceEdges";

export const NODE_WIDTH = 230;
export const NODE_HEIGHT = 58;

/** Between more arrows than this there is no room for their labels. */
const MOST_LABELS = 30;

const LABEL_HEIGHT = 17;

/** Where the services and the arrows between them stand. */
export interface Drawing {
  width: number;
  height: number;
  nodes: ({ name: string } & Point)[];
  edges: { edge: ServiceEdge; path: string; label: Point | null }[];
}

/** Lays services out in columns from left to right, callers before those they call. */
export function layoutServices(names: string[], edges: ServiceEdge[]): Drawing {
  const isLabelled = edges.length <= MOST_LABELS;
  const numbers = new Map(names.map((name, i) => [name, i]));
  const { nodes, lines, width, height } = layered(
    names.length,
    edges.map((edge) => ({ from: numbers.get(edge.from) ?? 0, to: numbers.get(edge.to) ?? 0 })),
    {
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      columnGap: isLabelled ? 150 : 80,
      rowGap: isLabelled ? 26 : 14,
      margin: 16,
    },
  );
  const labels = isLabelled ? labelPlaces(lines) : [];
  return {
    width,
    height,
    nodes: names.map((name, i) => ({ name, ...(nodes[i] as Point) })),
    edges: edges.map((edge, i) => ({ edge, path: curve(lines[i] ?? []), label: labels[i] ?? null })),
  };
}

/** In the middle of where each line bends first, and none on top of another. */
function labelPlaces(lines: readonly Point[][]): (Point | null)[] {
  const places = lines.map(([first, next]) =>
    first && next ? { x: (first.x + next.x) / 2, y: (first.y + next.y) / 2 } : null,
  );
  const byGap = new Map<number, Point[]>();
  for (const place of places) {
    if (place) byGap.set(place.x, [...(byGap.get(place.x) ?? []), place]);
  }
  for (const gap of byGap.values()) {
    gap.sort((a, b) => a.y - b.y);
    const ones = gap.map(() => 1);
    spread(
      gap.map(({ y }) => y),
      ones,
      ones.map(() => LABEL_HEIGHT),
    ).forEach((y, i) => {
      (gap[i] as Point).y = y;
    });
  }
  return places;
}
