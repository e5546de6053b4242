import { quoted } from "../query/tokens";
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

/** What a series is of: the text of each label, and the literal that TraceQL compares its attribute with. */
export interface Labelled {
  labels: Readonly<Record<string, string>>;
  literals: Readonly<Record<string, string>>;
}

/** Numbers over time, times in milliseconds. */
export interface Series extends Labelled {
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
export interface Total extends Labelled {
  value: number;
}

export interface MetricsQuestion {
  query: string;
  range: string;
  /** Seconds; the server chooses where absent. */
  step?: number;
  exemplars?: number;
}

const KEYWORDS: readonly string[] = ["status", "kind", "span:status", "span:kind"];

export async function metricsOverTime(
  question: MetricsQuestion,
  nowMillis: number,
  signal: AbortSignal,
): Promise<MetricsAnswer> {
  const parameters = new URLSearchParams({ q: question.query, ...apiRange(question.range, nowMillis, 0) });
  if (question.step) parameters.set("step", String(question.step));
  if (question.exemplars) parameters.set("exemplars", String(question.exemplars));
  const answer = await getJson<{ series?: SeriesAnswer[]; message?: string }>(
    `/api/metrics/query_range?${parameters}`,
    signal,
  );
  const series = (answer.series ?? []).map(seriesOf);
  return { series: aligned(series, question.step), message: answer.message ?? answer.warning ?? "" };
}

/** The numbers of a whole range, which ends as far ahead as asked for; as usual, as far as clocks may differ. */
export async function metricsTotal(
  query: string,
  range: string,
  nowMillis: number,
  signal: AbortSignal,
  aheadSeconds?: number,
): Promise<Total[]> {
  const parameters = new URLSearchParams({ q: query, ...apiRange(range, nowMillis, aheadSeconds) });
  const answer = await getJson<{ series?: SeriesAnswer[] }>(`/api/metrics/query?${parameters}`, signal);
  return (answer.series ?? []).map((one) => ({
    ...labelled(one.labels),
    value: Number(one.value ?? 0),
  }));
}

function seriesOf(answer: SeriesAnswer): Series {
  const samples = answer.samples ?? [];
  return {
    ...labelled(answer.labels),
    times: samples.map((sample) => Number(sample.timestampMs)),
    values: samples.map((sample) => Number(sample.value ?? 0)),
    exemplars: (answer.exemplars ?? []).map((exemplar) => ({
      traceId: labelsOf(exemplar.labels)["trace:id"] ?? "",
      time: Number(exemplar.timestampMs),
      value: Number(exemplar.value ?? 0),
    })),
  };
}

/** Gives all series the same times, evenly apart where the step is known; what was not sent is NaN. */
export function aligned(series: readonly Series[], stepSeconds?: number): Series[] {
  const known = [...new Set(series.flatMap((one) => one.times))].sort((a, b) => a - b);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [...series];
  const step = (stepSeconds ?? 0) * 1000;
  const even = step > 0 && known.every((time) => (time - first) % step === 0);
  const times = even ? Array.from({ length: (last - first) / step + 1 }, (_, i) => first + i * step) : known;
  return series.map((one) => {
    const values = new Map(one.times.map((time, place) => [time, one.values[place] ?? Number.NaN]));
    return { ...one, times, values: times.map((time) => values.get(time) ?? Number.NaN) };
  });
}

function labelled(labels: Label[] = []): Labelled {
  return {
    labels: labelsOf(labels),
    literals: Object.fromEntries(labels.map(({ key, value }) => [key, literal(key, value)])),
  };
}

/** Status and kind are words of the language although they come as text. */
function literal(key: string, value: AnyValue): string {
  const isText = value.stringValue !== undefined && !KEYWORDS.includes(key);
  return isText ? quoted(textOf(value)) : textOf(value);
}

function labelsOf(labels: Label[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ key, value }) => [key, textOf(value)]));
}

function textOf(value: AnyValue): string {
  return String(Object.values(value)[0] ?? "");
}
