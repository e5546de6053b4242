import { expect, test } from "vitest";
import { filterOf, parseMetric, spansOf, writeMetric } from "./metric";

test("a query in its parts, and back", () => {
  const query = '{ name = "a | b" } | quantile_over_time(duration, .5) by (resource.service.name)';
  const metric = parseMetric(query);
  expect(metric).toEqual({
    filter: '{ name = "a | b" }',
    measure: "quantile_over_time(duration, .5)",
    by: "resource.service.name",
  });
  expect(metric && writeMetric(metric)).toBe(query);
  expect(parseMetric("{}")).toBeNull();
  expect(parseMetric("{} | rate() | topk(3)")).toBeNull();
});

test("a series leads to its spans", () => {
  const series = {
    labels: { "resource.service.name": "a", status: "error", p: "0.95" },
    literals: { "resource.service.name": '"a"', status: "error", p: "0.95" },
  };
  expect(spansOf("{ duration > 1s } | rate() by (resource.service.name, status)", series)).toBe(
    '{ duration > 1s && resource.service.name = "a" && status = error }',
  );
  expect(filterOf("{} >> {} | rate()")).toBe("{} >> {}");
});
