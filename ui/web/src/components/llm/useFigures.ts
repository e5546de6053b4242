import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Course, fetchCourses, fetchTotals, type Total } from "../../api/totals";
import { rangeSeconds } from "../../routing/range";
import type { Measured } from "./separation";
import {
  type Answers,
  measuredOf,
  QUERIES,
  type StepFigures,
  stepFigures,
  type WorkerFigures,
  workerFigures,
} from "./stageFigures";

/** What was measured of all requests of a range. */
export interface Figures {
  answers: Answers;
  steps: StepFigures[];
  workers: WorkerFigures[];
  /** How long of the range requests came in, seconds. */
  activeSeconds: number;
  measured: Measured | null;
  /** P50 and P95 of prefill and decode over time. */
  courses: Course[];
}

const BINS = 60;
const COURSES = `{ name =~ "prefill|decode" } | quantile_over_time(duration, .5, .95) by (name)`;

/** Asks all that the page shows of a range, at once. */
export function useFigures(range: string) {
  return useQuery({
    queryKey: ["llm figures", range],
    queryFn: ({ signal }) => fetchFigures(range, signal),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}

async function fetchFigures(range: string, signal: AbortSignal): Promise<Figures> {
  const names = Object.keys(QUERIES) as (keyof typeof QUERIES)[];
  const step = Math.max(1, Math.ceil(rangeSeconds(range) / BINS));
  const [totals, courses, counts] = await Promise.all([
    Promise.all(names.map((name) => fetchTotals(QUERIES[name], range, signal))),
    fetchCourses(COURSES, range, step, signal),
    fetchCourses(`{ name = "http-request" } | count_over_time()`, range, step, signal),
  ]);
  const answers = Object.fromEntries(names.map((name, i) => [name, totals[i] as Total[]])) as Answers;
  const steps = stepFigures(answers);
  const workers = workerFigures(answers);
  const activeSeconds = (counts[0]?.points ?? []).filter((point) => point.value > 0).length * step;
  return {
    answers,
    steps,
    workers,
    activeSeconds,
    courses,
    measured: measuredOf(steps, workers, activeSeconds),
  };
}
