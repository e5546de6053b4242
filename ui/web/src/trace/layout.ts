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

/** Marks on the time axis at 1, 2 or 5 times a power of ten, the first at 0, at most `most` of them. */
export function ticks(traceDuration: number, most: number): number[] {
  if (traceDuration <= 0) return [0];
  const least = traceDuration / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
  const marks: number[] = [];
  for (let i = 0; i * step < traceDuration; i++) marks.push(i * step);
  return marks;
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
