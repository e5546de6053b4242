import { expect, test } from "vitest";
import { aligned, type Series } from "./metrics";

function series(times: number[], values: number[]): Series {
  return { labels: {}, literals: {}, times, values, exemplars: [] };
}

test("series with gaps get the same times", () => {
  const [a, b] = aligned([series([2000, 4000], [1, 2]), series([8000], [3])], 2);
  expect(a?.times).toEqual([2000, 4000, 6000, 8000]);
  expect(a?.values).toEqual([1, 2, Number.NaN, Number.NaN]);
  expect(b?.values).toEqual([Number.NaN, Number.NaN, Number.NaN, 3]);
  expect(aligned([series([1, 5], [1, 2]), series([3], [9])])[0]?.times).toEqual([1, 3, 5]);
  expect(aligned([], 2)).toEqual([]);
});
