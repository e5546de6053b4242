import type { Total } from "../../api/metrics";
import type { Measured, Stage } from "./separation";
import {
  type Component,
  type Measure,
  measureOf,
  REQUESTS,
  type Serving,
  STAGES,
  type StageId,
} from "./serving";

/** A question whose answer has a number for each worker, or for all together. */
export interface WorkerQuery {
  component: Component;
  what: "requests" | "busy" | "idle";
  query: string;
  /** What the numbers are divided by to get seconds, or requests. */
  divisor: number;
}

/** The metrics query over what a stage is measured by; spans without the attribute are left out. */
export function over({ filter, field }: Measure, measure: string, by = ""): string {
  const known = field === "duration" ? filter : `(${filter}) && ${field} != nil`;
  return `{ ${known} } | ${measure.replace("FIELD", field)}${by && ` by (${by})`}`;
}

/** What tells how much each worker did: by its own account where it gives one, else by the stages' lengths. */
export function workerQueries(serving: Serving): WorkerQuery[] {
  const { worker, busy, idle } = serving;
  if (!worker) return [];
  return (["prefill", "decode"] as const).flatMap((component) => {
    const queue = measureOf(serving, `${component} queue`);
    const work = STAGES.filter((stage) => stage.worker === component && stage.id !== `${component} queue`)
      .map((stage) => measureOf(serving, stage.id))
      .filter((measure) => measure !== null);
    const given = queue ?? work[0];
    if (!given || work.length === 0) return [];
    const sum = (what: "busy" | "idle", measure: Measure | null, own: string | undefined): WorkerQuery[] =>
      measure
        ? [
            {
              component,
              what,
              query: over(own ? { ...measure, field: own } : measure, "sum_over_time(FIELD)", worker),
              divisor: own ? 1e9 : 1,
            },
          ]
        : [];
    return [
      { component, what: "requests", query: over(given, "count_over_time()", worker), divisor: 1 },
      ...(busy && queue ? sum("busy", queue, busy) : work.flatMap((one) => sum("busy", one, undefined))),
      ...sum("idle", queue, idle),
    ];
  });
}

/** A stage over a range; seconds. */
export interface StageFigures {
  id: StageId;
  about: string;
  count: number;
  p50: number;
  p95: number;
  mean: number;
}

/** What one worker did in a range; seconds. */
export interface WorkerFigures {
  component: Component;
  instance: string;
  requests: number;
  busy: number;
  idle: number;
}

/** Adds the answers up, by worker. */
export function workerFigures(
  answers: readonly (WorkerQuery & { totals: readonly Total[] })[],
): WorkerFigures[] {
  const workers = new Map<string, WorkerFigures>();
  for (const { component, what, divisor, totals } of answers) {
    for (const { labels, value } of totals) {
      const instance = Object.values(labels)[0] ?? "";
      const key = `${component} ${instance}`;
      const known = workers.get(key) ?? { component, instance, requests: 0, busy: 0, idle: 0 };
      workers.set(key, { ...known, [what]: known[what] + value / divisor });
    }
  }
  // A worker of the other stage may have had the same queue.
  return [...workers.values()].filter((worker) => worker.busy > 0);
}

/** How unevenly the workers of a stage were loaded: the busiest one's part over an equal part, 1 for even. */
export function imbalanceOf(workers: WorkerFigures[]): number {
  const total = workers.reduce((sum, worker) => sum + worker.busy, 0);
  if (total === 0) return 1;
  return (Math.max(...workers.map((worker) => worker.busy)) / total) * workers.length;
}

/** P50 and P95 of a total. */
export function quantilesOf(totals: readonly Total[]): { p50: number; p95: number } {
  const of = (p: string) => totals.find((total) => total.labels.p === p)?.value ?? Number.NaN;
  return { p50: of("0.5"), p95: of("0.95") };
}

/** The metrics query for the P50 and P95 of an attribute of the requests. */
export function requestQuantiles(serving: Serving, attribute: string): string {
  const { filter } = measureOf(serving, REQUESTS) ?? { filter: "true" };
  return `{ (${filter}) && ${serving.firstToken} > 0 } | quantile_over_time(${attribute}, .5, .95)`;
}

/** What the arithmetic of separate and joined stages starts from; null where they are not separate. */
export function measuredOf(
  stages: StageFigures[],
  workers: WorkerFigures[],
  seconds: number,
): Measured | null {
  const of = (id: StageId) => stages.find((one) => one.id === id);
  const prefill = of("prefill");
  const first = of("first token");
  const given = first ?? of("hand-over");
  if (!prefill || !given || seconds <= 0) return null;
  const handOver = of("hand-over")?.mean ?? 0;
  const firstToken = first?.mean ?? 0;
  const rest = of("decode");
  // A request that ends with its first token has no decode: the mean is over all that got a token.
  const decode = rest ? (rest.mean * rest.count) / given.count : 0;
  const stage = (component: string, count: number, service: number, wait: number): Stage => ({
    workers: workers.filter((worker) => worker.component === component).length,
    rate: count / seconds,
    service,
    wait,
  });
  return {
    prefill: stage("prefill", prefill.count, prefill.mean, of("prefill queue")?.mean ?? 0),
    decode: stage("decode", given.count, handOver + firstToken + decode, of("decode queue")?.mean ?? 0),
    handOver,
    firstToken,
  };
}
