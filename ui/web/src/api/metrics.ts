import { apiRange } from "../routing/range";
import { getJson } from "./http";
import type { AnyValue } from "./otlp";

interface Label {
  key: string;
  value: AnyValue;
}

interface SeriesAnswer {
  labels?: Label[];
  samples?: { timestampMs: string; value?: number | string }[];
  exemplars?: { labels?: Label[]; value?: number | string; timestampMs: string }[];
  value?: number | string;
}

/** A point of a series that stands for one span, with its trace. */
export interface Exemplar {
  traceId: string;
  time: number;
  value: number;
}

/** Numbers over time, times in milliseconds. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  times: number[];
  values: number[];
  exemplars: Exemplar[];
}

export interface MetricsAnswer {
  series: Series[];
  /** What was left out, or "". */
  message: string;
}

/** The number of one series for a whole range. */
export interface Total {
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface MetricsQuestion {
  query: string;
  range: string;
  /** Seconds; the server chooses where absent. */
  step?: number;
  exemplars?: number;
}

export async function metricsOverTime(
  question: MetricsQuestion,
  nowMillis: number,
  signal: AbortSignal,
): Promise<MetricsAnswer> {
  const parameters = new URLSearchParams({ q: question.query, ...apiRange(question.range, nowMillis) });
  if (question.step) parameters.set("step", String(question.step));
  if (question.exemplars) parameters.set("exemplars", String(question.exemplars));
  const answer = await getJson<{ series?: SeriesAnswer[]; message?: string }>(
    `/api/metrics/query_range?${parameters}`,
    signal,
  );
  return { series: (answer.series ?? []).map(seriesOf), message: answer.message ?? "" };
}

export async function metricsTotal(
  query: string,
  range: string,
  nowMillis: number,
  signal: AbortSignal,
): Promise<Total[]> {
  const parameters = new URLSearchParams({ q: query, ...apiRange(range, nowMillis) });
  const answer = await getJson<{ series?: SeriesAnswer[] }>(`/api/metrics/query?${parameters}`, signal);
  return (answer.series ?? []).map((one) => ({
    labels: labelsOf(one.labels),
    value: Number(one.value ?? 0),
  }));
}

function seriesOf(answer: SeriesAnswer): Series {
  const samples = answer.samples ?? [];
  return {
    labels: labelsOf(answer.labels),
    times: samples.map((sample) => Number(sample.timestampMs)),
    values: samples.map((sample) => Number(sample.value ?? 0)),
    exemplars: (answer.exemplars ?? []).map((exemplar) => ({
      traceId: labelsOf(exemplar.labels)["trace:id"] ?? "",
      time: Number(exemplar.timestampMs),
      value: Number(exemplar.value ?? 0),
    })),
  };
}

function labelsOf(labels: Label[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ key, value }) => [key, textOf(value)]));
}

function textOf(value: AnyValue): string {
  return String(Object.values(value)[0] ?? "");
}
