import type { Point } from "./layered";

/** A smooth line through the points of an edge, as an SVG path. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${text(first)}`;
  let before = first;
  for (const point of rest) {
    const middle = (before.x + point.x) / 2;
    path += ` C${text({ x: middle, y: before.y })} ${text({ x: middle, y: point.y })} ${text(point)}`;
    before = point;
  }
  return path;
}

/** To a tenth of a pixel. */
function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
