import { expect, test } from "vitest";
import { durationLiteral, literalOfSeconds } from "./duration";

test("a duration as people write it", () => {
  expect(durationLiteral("250")).toBe("250ms");
  expect(durationLiteral(" 1.5 s")).toBe("1.5s");
  expect(durationLiteral("2m")).toBe("2m");
  expect(durationLiteral("soon")).toBeNull();
  expect(durationLiteral("-1s")).toBeNull();
});

test("seconds keep every nanosecond", () => {
  expect(literalOfSeconds(0.000065536)).toBe("65536ns");
  expect(literalOfSeconds(0.25)).toBe("250ms");
  expect(literalOfSeconds(2)).toBe("2s");
  expect(literalOfSeconds(0.000001)).toBe("1us");
});
