import { expect, test } from "vitest";
import { barOf, labelStyle, ticks } from "./layout";

test("bars are placed in percent of the trace", () => {
  expect(barOf(0, 100, 100)).toEqual({ left: 0, width: 100, label: "inside" });
  expect(barOf(25, 25, 100)).toEqual({ left: 25, width: 25, label: "after" });
  expect(barOf(80, 15, 100)).toMatchObject({ label: "before" });
});

test("a label stands where its bar leaves room", () => {
  expect(labelStyle(barOf(25, 25, 100))).toEqual({ left: "50%" });
  expect(labelStyle(barOf(80, 15, 100))).toEqual({ right: "20%" });
  expect(labelStyle(barOf(5, 90, 100))).toEqual({ right: "5%" });
});

test("odd durations stay on the axis", () => {
  expect(barOf(50, -10, 100)).toMatchObject({ left: 50, width: 0 });
  expect(barOf(90, 50, 100)).toMatchObject({ left: 90, width: 10 });
  expect(barOf(0, 0, 0)).toMatchObject({ left: 0, width: 100 });
});

test.each([
  [100, 5, [0, 20, 40, 60, 80]],
  [7_300, 5, [0, 2_000, 4_000, 6_000]],
  [3, 5, [0, 1, 2]],
  [1, 1, [0]],
  [0, 5, [0]],
])("an axis of %d ns with at most %d marks has %j", (duration, most, marks) => {
  expect(ticks(duration, most)).toEqual(marks);
});
