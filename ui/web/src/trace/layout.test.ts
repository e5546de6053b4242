import { expect, test } from "vitest";
import { barOf, labelStyle, ticks, tickText } from "./layout";

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
  [0, 100, 5, [0, 20, 40, 60, 80]],
  [0, 7_300, 5, [0, 2_000, 4_000, 6_000]],
  [130, 100, 5, [140, 160, 180, 200, 220]],
  [0, 3, 5, [0, 1, 2]],
  [0, 1, 1, [0]],
  [0, 0, 5, [0]],
])("an axis from %d ns, %d ns long, with about %d marks has %j", (from, length, most, marks) => {
  expect(ticks({ from, length }, most).marks.map(Math.round)).toEqual(marks);
});

test.each([
  [0, 5e6, "0"],
  [200e6, 200e6, "200 ms"],
  [27_812e6, 1e6, "27.812 s"],
  [2_500e6, 500e6, "2.5 s"],
  [90e9, 10e9, "1 m 30 s"],
  [90.5e9, 0.5e9, "90.5 s"],
  [12_300, 100, "12.3 µs"],
  [40, 10, "40 ns"],
])("the mark at %d ns, %d ns from the next, says %s", (time, step, text) => {
  expect(tickText(time, step)).toBe(text);
});
