import type { Labelled } from "../../api/metrics";
import { type Condition, parseConditions, withCondition } from "../../query/conditions";
import { tokenize } from "../../query/tokens";

/** A metrics query in its parts: the spans it is about, what is measured of them, and by which attributes. */
export interface Metric {
  filter: string;
  measure: string;
  by: string;
}

export const MEASURES: readonly { text: string; label: string }[] = [
  { text: "rate()", label: "Spans per second" },
  { text: "count_over_time()", label: "Number of spans" },
  { text: "quantile_over_time(duration, .5, .95, .99)", label: "Duration p50, p95, p99" },
  { text: "quantile_over_time(duration, .95)", label: "Duration p95" },
  { text: "avg_over_time(duration)", label: "Mean duration" },
  { text: "max_over_time(duration)", label: "Longest duration" },
  { text: "histogram_over_time(duration)", label: "Durations as a heat map" },
];

/** The parts of a query that is a filter and one of the measures; null for any other. */
export function parseMetric(query: string): Metric | null {
  const bar = tokenize(query).find((token) => token.text === "|");
  if (!bar) return null;
  const filter = query.slice(0, bar.start).trim();
  const match = /^(\w+\([^()]*\))\s*(?:by\s*\(([^()]*)\))?$/.exec(query.slice(bar.end).trim());
  if (!match?.[1] || !parseConditions(filter)) return null;
  return { filter, measure: match[1], by: (match[2] ?? "").trim() };
}

export function writeMetric({ filter, measure, by }: Metric): string {
  return `${filter} | ${measure}${by ? ` by (${by})` : ""}`;
}

/** The spans that a metrics query is about: what is before its last stage. */
export function filterOf(query: string): string {
  const tokens = tokenize(query);
  const bars = tokens.filter((token) => token.text === "|");
  const first = bars.find((bar) => /^\s*\w+(_over_time|rate|compare)?\s*\(/.test(query.slice(bar.end)));
  return first ? query.slice(0, first.start).trim() : query.trim();
}

/** The spans that a series is of. */
export function spansOf(query: string, series: Labelled): string {
  return Object.keys(series.labels).reduce((narrowed, attribute) => {
    const condition = conditionOf(attribute, series);
    return condition ? withCondition(narrowed, condition) : narrowed;
  }, filterOf(query));
}

function conditionOf(attribute: string, series: Labelled): Condition | null {
  const value = series.literals[attribute];
  if (attribute === "p" || attribute.startsWith("__") || value === undefined) return null;
  if (series.labels[attribute] === "nil") return { attribute, operator: "=", value: "nil" };
  return { attribute, operator: "=", value };
}
