import { expect, test } from "vitest";
import { nextSample } from "./ingestRate";

test("the rate is measured between two samples", () => {
  const first = nextSample(null, 1000, 500);
  expect(first.rate).toBeNull();
  const second = nextSample(first, 3000, 2500);
  expect(second.rate).toBe(1000);
  expect(nextSample(second, 3000, 2500)).toBe(second);
});

test("a restarted server is measured anew", () => {
  expect(nextSample({ atMillis: 1000, received: 500, rate: 7 }, 3000, 20).rate).toBeNull();
});
