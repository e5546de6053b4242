import { expect, test } from "vitest";
import type { Total } from "../../api/metrics";
import { SERVINGS, servingOf } from "./serving";
import {
  imbalanceOf,
  measuredOf,
  over,
  quantilesOf,
  requestQuantiles,
  type StageFigures,
  type WorkerQuery,
  workerFigures,
  workerQueries,
} from "./stageFigures";

const dynamo = SERVINGS[0];

function total(label: string, value: number): Total {
  return { labels: { by: label }, literals: {}, value };
}

function stage(id: StageFigures["id"], mean: number, count: number): StageFigures {
  return { id, about: "", mean, count, p50: mean, p95: mean };
}

test("spans without the attribute that is measured are left out", () => {
  expect(over({ filter: "kind = server", field: "duration" }, "avg_over_time(FIELD)", "name")).toBe(
    "{ kind = server } | avg_over_time(duration) by (name)",
  );
  expect(over({ filter: "a = 1 || b = 1", field: "span.s" }, "count_over_time()")).toBe(
    "{ (a = 1 || b = 1) && span.s != nil } | count_over_time()",
  );
  expect(requestQuantiles(dynamo, "span.x")).toBe(
    '{ (name = "http-request") && span.gen_ai.server.time_to_first_token > 0 } | quantile_over_time(span.x, .5, .95)',
  );
});

test("workers tell how busy they were, or their stages do", () => {
  const asked = (queries: WorkerQuery[]) =>
    queries.map((one) => `${one.component} ${one.what} ${one.divisor}`);
  expect(asked(workerQueries(dynamo))).toEqual([
    "prefill requests 1",
    "prefill busy 1000000000",
    "prefill idle 1000000000",
    "decode requests 1",
    "decode busy 1000000000",
    "decode idle 1000000000",
  ]);
  expect(asked(workerQueries(servingOf("sglang", {})))).toEqual([
    "prefill requests 1",
    "prefill busy 1",
    "prefill idle 1",
    "decode requests 1",
    "decode busy 1",
    "decode busy 1",
    "decode idle 1",
  ]);
  expect(workerQueries(servingOf("genai", {}))).toEqual([]);
});

test("the answers are added up by worker", () => {
  const of = (
    component: "prefill" | "decode",
    what: WorkerQuery["what"],
    divisor: number,
    totals: Total[],
  ) => ({
    ...{ component, what, divisor, query: "", totals },
  });
  const workers = workerFigures([
    of("prefill", "requests", 1, [total("p1", 60), total("p2", 50), total("d1", 9)]),
    of("prefill", "busy", 1e9, [total("p1", 15e9), total("p2", 5e9)]),
    of("prefill", "idle", 1e9, [total("p1", 1e9)]),
    of("decode", "busy", 1, [total("d1", 2)]),
    of("decode", "busy", 1, [total("d1", 4)]),
  ]);
  expect(workers).toEqual([
    { component: "prefill", instance: "p1", requests: 60, busy: 15, idle: 1 },
    { component: "prefill", instance: "p2", requests: 50, busy: 5, idle: 0 },
    { component: "decode", instance: "d1", requests: 0, busy: 6, idle: 0 },
  ]);
  expect(imbalanceOf(workers.slice(0, 2))).toBe(1.5);
  expect(imbalanceOf([])).toBe(1);
});

test("a decode worker is taken by the hand-over, the first token and the other tokens", () => {
  const stages = [
    stage("prefill queue", 0.3, 110),
    stage("prefill", 0.2, 100),
    stage("hand-over", 0.02, 80),
    stage("first token", 0.01, 80),
    stage("decode", 0.1, 40),
  ];
  const workers = workerFigures([
    { component: "prefill", what: "busy", query: "", divisor: 1, totals: [total("a", 1), total("b", 1)] },
  ]);
  const measured = measuredOf(stages, workers, 50);
  expect(measured?.prefill).toEqual({ workers: 2, rate: 2, service: 0.2, wait: 0.3 });
  expect(measured?.decode.service).toBeCloseTo(0.02 + 0.01 + (0.1 * 40) / 80, 9);
  expect(measuredOf([stage("prefill", 1, 1), stage("decode", 1, 1)], workers, 50)).toBeNull();
});

test("quantiles by their label", () => {
  const of = (p: string, value: number) => ({ labels: { p }, literals: {}, value });
  expect(quantilesOf([of("0.95", 4), of("0.5", 1)])).toEqual({ p50: 1, p95: 4 });
  expect(quantilesOf([]).p50).toBeNaN();
});
