import { formatDuration } from "../format/duration";

/** Where a bar stands on the time axis, in percent of its width. */
export interface Bar {
  left: number;
  width: number;
  /** On which side of the bar its label has room. */
  label: "before" | "after" | "inside";
}

/** The part of a trace that the time axis shows, in nanoseconds since its start. */
export interface TimeWindow {
  from: number;
  length: number;
}

/** Places a time on the axis, in percent. */
export function placeOf(time: number, { from, length }: TimeWindow): number {
  return length <= 0 ? 0 : ((time - from) / length) * 100;
}

/** Places a span on an axis of the trace's length; all in nanoseconds. */
export function barOf(start: number, duration: number, traceDuration: number): Bar {
  if (traceDuration <= 0) return { left: 0, width: 100, label: "inside" };
  const left = clamp((start / traceDuration) * 100);
  const right = clamp(((start + Math.max(0, duration)) / traceDuration) * 100);
  const width = right - left;
  if (right <= 75) return { left, width, label: "after" };
  return { left, width, label: left > 25 ? "before" : "inside" };
}

/** Where the label of a bar stands, as a style; its class is the side. */
export function labelStyle({ left, width, label }: Bar): { left: string } | { right: string } {
  switch (label) {
    case "after":
      return { left: `${left + width}%` };
    case "before":
      return { right: `${100 - left}%` };
    case "inside":
      return { right: `${100 - left - width}%` };
  }
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** Marks on the time axis: round times since the trace's start, and how far apart they are; all in nanoseconds. */
export interface Ticks {
  step: number;
  marks: number[];
}

/** Times at 1, 2 or 5 times a power of ten within a part of a trace, about `most` of them. */
export function ticks({ from, length }: TimeWindow, most: number): Ticks {
  if (length <= 0) return { step: 0, marks: [0] };
  const least = length / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
  const marks: number[] = [];
  for (let i = Math.ceil(from / step); i * step < from + length; i++) marks.push(i * step);
  return { step, marks };
}

const UNITS: readonly [string, number][] = [
  ["s", 9],
  ["ms", 6],
  ["µs", 3],
  ["ns", 0],
];

/** A time on the axis with as many digits as its neighbours differ by. */
export function tickText(time: number, step: number): string {
  if (time === 0) return "0";
  if (time >= 60e9 && step >= 1e9) return formatDuration(time);
  const [unit, power] = UNITS.find(([, of]) => time >= 10 ** of) ?? ["ns", 0];
  const decimals = Math.max(0, power - Math.floor(Math.log10(step) + 1e-9));
  return `${(time / 10 ** power).toFixed(decimals)} ${unit}`;
}

/** Marks that are closer than this, in percent of the axis, are drawn as one. */
const LEAST_GAP = 0.1;

/** Stretches of time (starts and ends in turn) as marks on the axis, from left to right. */
export function mergedStretches(stretches: number[], time: TimeWindow): { left: number; width: number }[] {
  const marks: { left: number; right: number }[] = [];
  for (let i = 0; i < stretches.length; i += 2) {
    const left = clamp(placeOf(stretches[i] as number, time));
    const right = clamp(placeOf(stretches[i + 1] as number, time));
    if (right > left) marks.push({ left, right });
  }
  marks.sort((a, b) => a.left - b.left);
  const merged: { left: number; right: number }[] = [];
  for (const mark of marks) {
    const last = merged.at(-1);
    if (last && mark.left - last.right < LEAST_GAP) last.right = Math.max(last.right, mark.right);
    else merged.push(mark);
  }
  return merged.map(({ left, right }) => ({ left, width: right - left }));
}
