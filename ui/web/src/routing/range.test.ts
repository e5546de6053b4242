import { expect, test } from "vitest";
import { apiRange, fixedRange, intervalOf, parseRange, rangeOf, rangeSeconds } from "./range";

test("a range is one that ends now, or two times", () => {
  expect(parseRange("24h")).toBe("24h");
  expect(parseRange("1000-2000")).toBe("1000-2000");
  expect(parseRange("2000-1000")).toBe("1h");
  expect(parseRange("1y")).toBe("1h");
  expect(parseRange(null)).toBe("1h");
});

test("the seconds that are asked for hold the whole range", () => {
  expect(apiRange("1500-2500", 9e12)).toEqual({ start: "1", end: "3" });
  expect(apiRange("1h", 1_000_000_000_001)).toEqual({ start: "999996400", end: "1000000031" });
});

test("the longest range is not longer than the server takes", () => {
  const { start, end } = apiRange("7d", 1_000_000_000_001);
  expect(end).toBe("1000000031");
  expect(Number(end) - Number(start)).toBe(7 * 24 * 3600);
});

test("a range that does not look ahead is not longer than it says", () => {
  expect(apiRange("24h", 1_000_000_000_001, 0)).toEqual({ start: "999913601", end: "1000000001" });
});

test("two times keep their length", () => {
  expect(rangeOf({ start: 10.9, end: 20.1 })).toBe("10-21");
  expect(fixedRange("1h")).toBeNull();
  expect(rangeSeconds("1000-4000")).toBe(3);
  expect(intervalOf("5m", 300_000)).toEqual({ start: 0, end: 300_000 });
});
