import { expect, test } from "vitest";
import { rowsInSight } from "./rowsInSight";

function ends(top: number, height: number, count: number): [number | undefined, number | undefined] {
  const rows = rowsInSight({ top, height }, count, 20);
  return [rows[0], rows.at(-1)];
}

test("rows in sight with ten more on both sides, as far as there are any", () => {
  expect(ends(0, 100, 1000)).toEqual([0, 14]);
  expect(ends(2010, 100, 1000)).toEqual([90, 115]);
  expect(ends(19_900, 100, 1000)).toEqual([985, 999]);
});

test("a list that is shorter than it was, and one not yet laid out", () => {
  expect(ends(19_900, 100, 3)).toEqual([0, 2]);
  expect(ends(0, 0, 1000)).toEqual([undefined, undefined]);
  expect(ends(0, 100, 0)).toEqual([undefined, undefined]);
});
