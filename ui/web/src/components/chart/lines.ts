import type { Labelled, Series } from "../../api/metrics";

/** A series as it is drawn. */
export interface Line {
  name: string;
  values: (number | null)[];
  /** The index of a --service-N colour. */
  colour: number;
  dashed: boolean;
  source: Series;
}

export const MOST_LINES = 12;
const COLOURS = 8;

/** The series with the largest values, the largest first, each with a look of its own. */
export function linesOf(series: readonly Series[], most: number): Line[] {
  return series
    .map((source) => ({ source, size: sizeOf(source) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .map(({ source }, place) => ({
      name: nameOf(source),
      values: source.values.map((value) => (Number.isFinite(value) ? value : null)),
      colour: place % COLOURS,
      dashed: Math.floor(place / COLOURS) % 2 === 1,
      source,
    }));
}

function sizeOf(series: Series): number {
  return series.values.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0);
}

/** What tells a series from the others: "frontend", "frontend p95", "all". */
export function nameOf({ labels }: Labelled): string {
  const parts = Object.entries(labels)
    .filter(([key]) => key !== "__name__")
    .map(([key, value]) => (key === "p" ? `p${Number((Number(value) * 100).toFixed(2))}` : value));
  return parts.join(" · ") || "all";
}
