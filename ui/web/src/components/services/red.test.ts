import { expect, test } from "vitest";
import { redOf } from "./red";

function series(name: string, values: number[]) {
  return { labels: { name }, literals: { name: `"${name}"` }, times: [1, 2], values, exemplars: [] };
}

function total(name: string, p: string, value: number) {
  return { labels: { name, p }, literals: {}, value };
}

test("the answers of several questions make one row each", () => {
  const rows = redOf("name", {
    rates: [series("a", [1, 3]), series("b", [10, 10]), series("idle", [0, 0])],
    errors: [series("a", [0, 1])],
    durations: [series("b", [0.5, 0.7])],
    quantiles: [total("a", "0.5", 0.1), total("a", "0.95", 0.2), total("b", "0.99", 3)],
  });
  expect(rows.map((row) => row.key)).toEqual(["b", "a"]);
  expect(rows[1]).toMatchObject({ rate: 2, errorShare: 0.25, p50: 0.1, p95: 0.2, literal: '"a"' });
  expect(rows[1]?.p99).toBeNaN();
  expect(rows[0]).toMatchObject({ errorShare: 0, p99: 3, p95s: [0.5, 0.7] });
});
