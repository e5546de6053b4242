import type { Total } from "../../api/totals";
import { STEPS, type StepId } from "./anatomy";
import type { Measured, Stage } from "./separation";

/** The spans of a worker's part of a request; the look-up of a cache is another endpoint. */
const STEP_SPANS = `{ name =~ "queue|prefill|kv_transfer|first_token|decode" && parent.span.endpoint = "generate" }`;
/** Each request that a worker was given had a queue, so its parent is counted once. */
const WORK_SPANS = `{ name = "queue" && parent.span.endpoint = "generate" }`;
const BY_STEP = "by (parent.span.component, name)";
const BY_WORKER = "by (parent.span.component, parent.span.instance_id)";

/** What is asked of the server for a range. */
export const QUERIES = {
  quantiles: `${STEP_SPANS} | quantile_over_time(duration, .5, .95) ${BY_STEP}`,
  means: `${STEP_SPANS} | avg_over_time(duration) ${BY_STEP}`,
  counts: `${STEP_SPANS} | count_over_time() ${BY_STEP}`,
  busy: `${WORK_SPANS} | sum_over_time(parent.span.busy_ns) ${BY_WORKER}`,
  idle: `${WORK_SPANS} | sum_over_time(parent.span.idle_ns) ${BY_WORKER}`,
  requests: `${WORK_SPANS} | count_over_time() ${BY_WORKER}`,
  firstToken: `{ name = "http-request" && span.gen_ai.server.time_to_first_token > 0 } | quantile_over_time(span.gen_ai.server.time_to_first_token, .5, .95)`,
  perToken: `{ name = "http-request" && span.gen_ai.server.time_to_first_token > 0 } | quantile_over_time(span.gen_ai.server.time_per_output_token, .5, .95)`,
} as const;

export type Answers = Record<keyof typeof QUERIES, Total[]>;

/** A step over a range; seconds. */
export interface StepFigures {
  id: StepId;
  about: string;
  count: number;
  p50: number;
  p95: number;
  mean: number;
}

export function stepFigures(answers: Answers): StepFigures[] {
  return STEPS.map(({ id, component, span, about }) => {
    const of = (totals: Total[], p?: string) =>
      totals.find(
        ({ labels }) =>
          labels["parent.span.component"] === component &&
          labels.name === span &&
          (p === undefined || labels.p === p),
      )?.value ?? Number.NaN;
    return {
      id,
      about,
      count: of(answers.counts) || 0,
      p50: of(answers.quantiles, "0.5"),
      p95: of(answers.quantiles, "0.95"),
      mean: of(answers.means),
    };
  }).filter((step) => step.count > 0);
}

/** What one worker did in a range; seconds. */
export interface WorkerFigures {
  component: string;
  instance: string;
  requests: number;
  busy: number;
  idle: number;
}

export function workerFigures(answers: Answers): WorkerFigures[] {
  return answers.requests.map(({ labels, value }) => {
    const component = labels["parent.span.component"] ?? "";
    const instance = labels["parent.span.instance_id"] ?? "";
    const of = (totals: Total[]) =>
      (totals.find(
        (one) =>
          one.labels["parent.span.component"] === component &&
          one.labels["parent.span.instance_id"] === instance,
      )?.value ?? 0) / 1e9;
    return { component, instance, requests: value, busy: of(answers.busy), idle: of(answers.idle) };
  });
}

/** How unevenly the workers of a stage were loaded: the busiest one's part over an equal part, 1 for even. */
export function imbalanceOf(workers: WorkerFigures[]): number {
  const total = workers.reduce((sum, worker) => sum + worker.busy, 0);
  if (total === 0) return 1;
  return (Math.max(...workers.map((worker) => worker.busy)) / total) * workers.length;
}

/** P50 and P95 of a total over the requests. */
export function quantilesOf(totals: Total[]): { p50: number; p95: number } {
  const of = (p: string) => totals.find((total) => total.labels.p === p)?.value ?? Number.NaN;
  return { p50: of("0.5"), p95: of("0.95") };
}

/** What the arithmetic of separate and joined stages starts from; null where a stage is missing. */
export function measuredOf(steps: StepFigures[], workers: WorkerFigures[], seconds: number): Measured | null {
  const step = (id: StepId) => steps.find((one) => one.id === id);
  const prefill = step("prefill");
  const first = step("first token");
  if (!prefill || !first || seconds <= 0) return null;
  const handOver = step("hand-over")?.mean ?? 0;
  const rest = step("decode");
  // A request that ends with its first token has no decode: the mean is over all that got a token.
  const decode = rest ? (rest.mean * rest.count) / first.count : 0;
  const stage = (component: string, count: number, service: number, wait: number): Stage => ({
    workers: workers.filter((worker) => worker.component === component).length,
    rate: count / seconds,
    service,
    wait,
  });
  return {
    prefill: stage("prefill", prefill.count, prefill.mean, step("prefill queue")?.mean ?? 0),
    decode: stage("decode", first.count, handOver + first.mean + decode, step("decode queue")?.mean ?? 0),
    handOver,
    firstToken: first.mean,
  };
}
