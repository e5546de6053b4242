import { expect, test } from "vitest";
import { isMetric } from "./history";

test("queries for numbers are told from those for traces", () => {
  expect(isMetric("{} | rate()")).toBe(true);
  expect(isMetric("{ a = 1 } | quantile_over_time(duration, .5) by (name)")).toBe(true);
  expect(isMetric('{ name = "rate()" } | count() > 2')).toBe(false);
  expect(isMetric("{ a = 1 } || { b = 1 }")).toBe(false);
});
