import { expect, test } from "vitest";
import { timeLabels } from "./timeLabels";

test("round times, no more than fit", () => {
  const start = Date.UTC(2026, 10, 22, 14, 3, 10);
  expect(timeLabels(start, start + 3_600_000, 4).map((label) => label.text)).toEqual([
    "14:15",
    "14:30",
    "14:45",
    "15:00",
  ]);
  expect(timeLabels(start, start + 20_000, 4).map((label) => label.text)).toEqual([
    "14:03:10",
    "14:03:15",
    "14:03:20",
    "14:03:25",
    "14:03:30",
  ]);
  expect(timeLabels(start, start + 3 * 86_400_000, 4).map((label) => label.text)).toEqual([
    "11-23",
    "11-24",
    "11-25",
  ]);
});
