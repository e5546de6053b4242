import { expect, test } from "vitest";
import type { Total } from "../../api/totals";
import { type Answers, imbalanceOf, measuredOf, stepFigures, workerFigures } from "./stageFigures";

function step(component: string, name: string, value: number, p?: string): Total {
  return { labels: { "parent.span.component": component, name, ...(p && { p }) }, value };
}

function worker(component: string, instance: string, value: number): Total {
  return { labels: { "parent.span.component": component, "parent.span.instance_id": instance }, value };
}

const answers: Answers = {
  quantiles: [step("prefill", "prefill", 0.1, "0.5"), step("prefill", "prefill", 0.4, "0.95")],
  means: [
    step("prefill", "prefill", 0.2),
    step("prefill", "queue", 0.3),
    step("decode", "first_token", 0.01),
    step("decode", "decode", 0.1),
    step("decode", "kv_transfer", 0.02),
  ],
  counts: [
    step("prefill", "prefill", 100),
    step("prefill", "queue", 110),
    step("decode", "first_token", 80),
    step("decode", "decode", 40),
    step("decode", "kv_transfer", 80),
  ],
  requests: [worker("prefill", "p1", 60), worker("prefill", "p2", 50), worker("decode", "d1", 80)],
  busy: [worker("prefill", "p1", 15e9), worker("prefill", "p2", 5e9), worker("decode", "d1", 6e9)],
  idle: [worker("prefill", "p1", 1e9)],
  firstToken: [],
  perToken: [],
};

test("steps have their figures, and those that did not happen are left out", () => {
  const steps = stepFigures(answers);
  expect(steps.map((one) => one.id)).toEqual([
    "prefill queue",
    "prefill",
    "hand-over",
    "first token",
    "decode",
  ]);
  expect(steps[1]).toMatchObject({ count: 100, p50: 0.1, p95: 0.4, mean: 0.2 });
});

test("workers and how evenly they were loaded", () => {
  const workers = workerFigures(answers);
  expect(workers[0]).toEqual({ component: "prefill", instance: "p1", requests: 60, busy: 15, idle: 1 });
  expect(imbalanceOf(workers.slice(0, 2))).toBe(1.5);
  expect(imbalanceOf([])).toBe(1);
});

test("a decode worker is taken by the hand-over, the first token and the other tokens", () => {
  const measured = measuredOf(stepFigures(answers), workerFigures(answers), 50);
  expect(measured?.prefill).toEqual({ workers: 2, rate: 2, service: 0.2, wait: 0.3 });
  expect(measured?.decode.service).toBeCloseTo(0.02 + 0.01 + (0.1 * 40) / 80, 9);
  expect(measuredOf([], [], 50)).toBeNull();
});
