import { expect, test } from "vitest";
import { formatAgo, formatClock, formatTime, nanosToMillis } from "./time";
import { setZone } from "./zone";

test("nanoseconds keep their microseconds", () => {
  expect(nanosToMillis("1795345600000123456")).toBe(1795345600000.123);
  expect(nanosToMillis("")).toBeNaN();
  expect(nanosToMillis("-1")).toBeNaN();
});

test("local time to the millisecond", () => {
  expect(formatTime(Date.UTC(2026, 10, 22, 4, 7, 3, 45))).toBe("2026-11-22 04:07:03.045");
  expect(formatTime(Number.NaN)).toBe("unknown");
  expect(formatClock(Date.UTC(2026, 10, 22, 4, 7, 3, 45))).toBe("04:07:03");
});

test("UTC says that it is", () => {
  setZone("utc");
  expect(formatTime(Date.UTC(2026, 10, 22, 4, 7, 3, 45))).toBe("2026-11-22 04:07:03.045Z");
  setZone("local");
});

test.each([
  [0, "just now"],
  [12, "12 s ago"],
  [-5, "in 5 s"],
  [120, "2 min ago"],
  [3 * 3600, "3 h ago"],
  [72 * 3600, "3 d ago"],
])("%d s ago is %s", (seconds, text) => {
  expect(formatAgo(1e12 - seconds * 1000, 1e12)).toBe(text);
});
