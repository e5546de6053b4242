import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { metricsOverTime, metricsTotal, type Series } from "../../api/metrics";
import { rangeSeconds } from "../../routing/range";
import type { Measured } from "./separation";
import { measureOf, REQUESTS, type Serving, STAGES } from "./serving";
import {
  measuredOf,
  over,
  quantilesOf,
  requestQuantiles,
  type StageFigures,
  type WorkerFigures,
  workerFigures,
  workerQueries,
} from "./stageFigures";

/** What was measured of all requests of a range; seconds. */
export interface Figures {
  askedAt: number;
  firstToken: { p50: number; p95: number };
  perToken: { p50: number; p95: number };
  stages: StageFigures[];
  workers: WorkerFigures[];
  /** How long of the range requests came in. */
  activeSeconds: number;
  measured: Measured | null;
  /** P50 and P95 of prefill and decode over time. */
  courses: { stage: "prefill" | "decode"; series: Series[] }[];
  messages: string[];
}

const BINS = 60;
const QUANTILES = "quantile_over_time(FIELD, .5, .95)";

/** Asks all that the page shows of a range, at once. */
export function useFigures(range: string, serving: Serving) {
  return useQuery({
    queryKey: ["llm figures", range, serving],
    queryFn: ({ signal }) => fetchFigures(range, serving, signal),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}

async function fetchFigures(range: string, serving: Serving, signal: AbortSignal): Promise<Figures> {
  const askedAt = Date.now();
  const step = Math.max(1, Math.ceil(rangeSeconds(range) / BINS));
  const total = (query: string) => metricsTotal(query, range, askedAt, signal);
  const course = (query: string) => metricsOverTime({ query, range, step, exemplars: 10 }, askedAt, signal);
  const stages = async () => {
    const asked = STAGES.map(async ({ id, about }) => {
      const measure = measureOf(serving, id);
      if (!measure) return [];
      const [quantiles, means, counts] = await Promise.all(
        [QUANTILES, "avg_over_time(FIELD)", "count_over_time()"].map((one) => total(over(measure, one))),
      );
      const [mean = Number.NaN, count = 0] = [means?.[0]?.value, counts?.[0]?.value];
      return count > 0 ? [{ id, about, count, mean, ...quantilesOf(quantiles ?? []) }] : [];
    });
    return (await Promise.all(asked)).flat();
  };
  const workers = async () =>
    workerFigures(
      await Promise.all(
        workerQueries(serving).map(async (one) => ({ ...one, totals: await total(one.query) })),
      ),
    );
  const courses = (["prefill", "decode"] as const).map(async (stage) => {
    const measure = measureOf(serving, stage);
    return { stage, answer: measure && (await course(over(measure, QUANTILES))) };
  });
  const requests = measureOf(serving, REQUESTS) ?? { filter: "true", field: "duration" };
  const quantiles = async (attribute: string | undefined) =>
    quantilesOf(attribute ? await total(requestQuantiles(serving, attribute)) : []);
  const [figures, busy, lines, counts, firstToken, perToken] = await Promise.all([
    stages(),
    workers(),
    Promise.all(courses),
    course(over(requests, "count_over_time()")),
    quantiles(serving.firstToken),
    quantiles(serving.perToken),
  ]);
  const activeSeconds = (counts.series[0]?.values ?? []).filter((value) => value > 0).length * step;
  return {
    askedAt,
    firstToken,
    perToken,
    stages: figures,
    workers: busy,
    activeSeconds,
    measured: measuredOf(figures, busy, activeSeconds),
    courses: lines.flatMap(({ stage, answer }) =>
      answer?.series.length ? [{ stage, series: answer.series }] : [],
    ),
    messages: [counts.message, ...lines.map((line) => line.answer?.message ?? "")],
  };
}
