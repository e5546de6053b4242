import { expect, test } from "vitest";
import { formatShare, formatValue, unitOf } from "./unit";

test("the unit is that of what is measured", () => {
  expect(unitOf("{} | quantile_over_time(duration, .95) by (name)")).toBe("seconds");
  expect(unitOf("{} | avg_over_time( span:duration )")).toBe("seconds");
  expect(unitOf("{} | avg_over_time(span.tokens)")).toBe("number");
  expect(unitOf('{ name = "x" } | rate()')).toBe("perSecond");
  expect(unitOf("{} | histogram_over_time(duration)")).toBe("number");
});

test("numbers are short", () => {
  expect(formatValue(0.0123, "seconds")).toBe("12.3 ms");
  expect(formatValue(1234.5678, "number")).toBe("1230");
  expect(formatValue(12_345, "perSecond")).toBe("12.3 k/s");
  expect(formatValue(2_500_000, "number")).toBe("2.5 M");
  expect(formatValue(Number.NaN, "number")).toBe("–");
  expect(formatShare(0)).toBe("0%");
  expect(formatShare(0.000412)).toBe("0.041%");
  expect(formatShare(0.05)).toBe("5.0%");
  expect(formatShare(0.1234)).toBe("12%");
});
