import { formatTime } from "../../format/time";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30].map((n) => n * DAY),
];

/** Round times of a range with their texts, at most so many: "14:05", "14:05:30", "11-22". */
export function timeLabels(start: number, end: number, most: number): { at: number; text: string }[] {
  const step = STEPS.find((one) => (end - start) / one <= Math.max(1, most)) ?? 30 * DAY;
  // Days begin at midnight of the zone that is shown.
  const shift = Date.parse(`${formatTime(start).slice(0, 23).replace(" ", "T")}Z`) - start;
  const labels: { at: number; text: string }[] = [];
  for (let at = Math.ceil((start + shift) / step) * step - shift; at <= end; at += step) {
    labels.push({ at, text: textOf(at, step) });
  }
  return labels;
}

function textOf(at: number, step: number): string {
  const text = formatTime(at);
  if (step >= DAY) return text.slice(5, 10);
  return step >= MINUTE ? text.slice(11, 16) : text.slice(11, 19);
}
