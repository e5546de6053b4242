import type { Labelled, Series, Total } from "../../api/metrics";

/** Rate, errors and durations of one group of spans, over a range and as it went. */
export interface Red {
  key: string;
  /** The literal that the group's attribute is compared with. */
  literal: string;
  /** Spans per second. */
  rate: number;
  rates: number[];
  /** From 0 to 1. */
  errorShare: number;
  errors: number[];
  /** Seconds; NaN where nothing was measured. */
  p50: number;
  p95: number;
  p99: number;
  p95s: number[];
}

export interface RedAnswers {
  rates: readonly Series[];
  errors: readonly Series[];
  /** The 95th percentile over time. */
  durations: readonly Series[];
  quantiles: readonly Total[];
}

/** Puts the answers together by the values of an attribute, those with most spans first. */
export function redOf(attribute: string, answers: RedAnswers): Red[] {
  const errors = byKey(attribute, answers.errors);
  const durations = byKey(attribute, answers.durations);
  const quantiles = new Map<string, Map<string, number>>();
  for (const total of answers.quantiles) {
    const key = keyOf(attribute, total);
    const known = quantiles.get(key) ?? new Map<string, number>();
    known.set(String(Number(total.labels.p)), total.value);
    quantiles.set(key, known);
  }
  return answers.rates
    .map((series) => {
      const key = keyOf(attribute, series);
      const failed = errors.get(key)?.values ?? [];
      const quantile = (p: string) => quantiles.get(key)?.get(p) ?? Number.NaN;
      const rate = mean(series.values);
      return {
        key,
        literal: series.literals[attribute] ?? "nil",
        rate,
        rates: whole(series.values),
        errorShare: rate > 0 ? Math.min(1, mean(failed) / rate) : 0,
        errors: whole(failed),
        p50: quantile("0.5"),
        p95: quantile("0.95"),
        p99: quantile("0.99"),
        p95s: durations.get(key)?.values ?? [],
      };
    })
    .filter((red) => red.rate > 0)
    .sort((a, b) => b.rate - a.rate);
}

/** Without the last interval, which is still filling and would look like a fall. */
function whole(values: readonly number[]): number[] {
  return values.slice(0, values.length > 2 ? -1 : undefined);
}

function byKey(attribute: string, series: readonly Series[]): Map<string, Series> {
  return new Map(series.map((one) => [keyOf(attribute, one), one]));
}

function keyOf(attribute: string, { labels }: Labelled): string {
  return labels[attribute] ?? "nil";
}

function mean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
