import { apiRange } from "../routing/range";
import { getJson } from "./http";
import type { AnyValue } from "./otlp";

interface SeriesAnswer {
  labels?: { key: string; value: AnyValue }[];
  value?: number | string;
  samples?: { timestampMs: string; value?: number | string }[];
}

/** The number that a metrics query gives for a whole range, by its labels. */
export interface Total {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** A number over time, by its labels; times in milliseconds. */
export interface Course {
  labels: Readonly<Record<string, string>>;
  points: { time: number; value: number }[];
}

export async function fetchTotals(query: string, range: string, signal: AbortSignal): Promise<Total[]> {
  const series = await ask("/api/metrics/query", query, range, {}, signal);
  return series.map(({ labels, value }) => ({ labels: labelsOf(labels), value: Number(value ?? 0) }));
}

export async function fetchCourses(
  query: string,
  range: string,
  stepSeconds: number,
  signal: AbortSignal,
): Promise<Course[]> {
  const series = await ask("/api/metrics/query_range", query, range, { step: String(stepSeconds) }, signal);
  return series.map(({ labels, samples = [] }) => ({
    labels: labelsOf(labels),
    points: samples.map((sample) => ({ time: Number(sample.timestampMs), value: Number(sample.value ?? 0) })),
  }));
}

async function ask(
  path: string,
  query: string,
  range: string,
  more: Record<string, string>,
  signal: AbortSignal,
): Promise<SeriesAnswer[]> {
  const parameters = new URLSearchParams({ q: query, ...apiRange(range, Date.now(), 0), ...more });
  return (await getJson<{ series?: SeriesAnswer[] }>(`${path}?${parameters}`, signal)).series ?? [];
}

function labelsOf(labels: SeriesAnswer["labels"] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ key, value }) => [key, String(Object.values(value)[0] ?? "")]));
}
