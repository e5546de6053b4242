import { expect, test } from "vitest";
import type { Series } from "../../api/metrics";
import { cellAt, countIn, durationMarks, heatOf, meaningOf } from "./heat";

function row(bound: number, values: number[]): Series {
  return {
    labels: { __bucket: String(bound) },
    literals: {},
    times: [1000, 2000, 3000],
    values,
    exemplars: [],
  };
}

const heat = heatOf([row(0.5, [1, 0, 2]), row(0.125, [0, 3, 0])]);

test("rows are in order and have no gap", () => {
  expect(heat?.bounds).toEqual([0.125, 0.25, 0.5]);
  expect(heat?.counts).toEqual([
    [0, 3, 0],
    [0, 0, 0],
    [1, 0, 2],
  ]);
  expect(heat?.most).toBe(3);
  expect(heat?.total).toBe(6);
  expect(heatOf([])).toBeNull();
});

test("a place is a cell, and cells are times and durations", () => {
  if (!heat) throw new Error("no heat map");
  expect(cellAt(heat, 0.99, 0.01)).toEqual({ column: 2, row: 0 });
  expect(cellAt(heat, 2, -1)).toEqual({ column: 2, row: 0 });
  const cells = { fromColumn: 1, toColumn: 2, fromRow: 1, toRow: 2 };
  expect(countIn(heat, cells)).toBe(2);
  expect(meaningOf(heat, cells)).toEqual({ start: 1000, end: 3000, longerThan: 0.125, upTo: null });
});

test("durations are marked at decades, and finer where few fit", () => {
  const of = (bounds: number[]) => ({ times: [], step: 1, bounds, counts: [], most: 1, total: 0 });
  const wide = Array.from({ length: 14 }, (_, row) => 0.001 * 2 ** row);
  expect(durationMarks(of(wide)).map((mark) => mark.seconds)).toEqual([0.001, 0.01, 0.1, 1]);
  const narrow = durationMarks(of([0.016, 0.032, 0.064]));
  expect(narrow.map((mark) => mark.seconds)).toEqual([0.01, 0.02, 0.05]);
  expect(narrow[1]?.row).toBeCloseTo(1.32, 2);
});
