import { expect, test } from "vitest";
import { tree } from "./fixtures";
import { flameOf } from "./flame";
import { serviceEdges } from "./serviceEdges";
import { quantile, statisticsOf } from "./statistics";
import type { Row } from "./tree";

const rows = tree(`
a 0 100 @web
  b 10 30 @db
  b 20 60 @db
  c 70 90 @web
    b 75 80 @db
`);
(rows[1] as Row).span.error = true;
(rows[1] as Row).span.busy = 5;

test("statistics of operations, the greatest self time first", () => {
  const found = statisticsOf(rows, "operation").map((one) => [one.service, one.name, one.count, one.self]);
  expect(found).toEqual([
    ["db", "b", 3, 65],
    ["web", "a", 1, 30],
    ["web", "c", 1, 15],
  ]);
  const [b] = statisticsOf(rows, "operation");
  expect(b).toMatchObject({ errors: 1, total: 65, longest: 40, p95: 40, busy: 5, idle: null });
});

test("statistics of services; the critical path is as long as the trace", () => {
  const found = statisticsOf(rows, "service");
  expect(found.map((one) => [one.service, one.name, one.self])).toEqual([
    ["db", null, 65],
    ["web", null, 45],
  ]);
  expect(found.reduce((sum, one) => sum + one.critical, 0)).toBe(100);
});

test("quantiles are of the nearest rank", () => {
  expect([0, 0.5, 0.95, 1].map((q) => quantile([1, 2, 3, 4], q))).toEqual([1, 2, 4, 4]);
  expect(quantile([], 0.5)).toBeNaN();
});

test("the flame graph merges chains of operations, as wide as their self times", () => {
  const root = flameOf(rows);
  const [a] = root.children;
  expect(root.count).toBe(5);
  expect(root.total).toBe(110); // 10 of the time two spans ran at once
  expect(a?.children.map((node) => [node.name, node.count, node.total, node.left])).toEqual([
    ["b", 2, 60, 0],
    ["c", 1, 20, 60],
  ]);
  expect(a?.children[0]?.errors).toBe(1);
});

test("edges lead from one service to another", () => {
  expect(serviceEdges(rows)).toEqual([{ from: "web", to: "db", count: 3, errors: 1, total: 65 }]);
});
