import { formatDuration } from "../../format/duration";

/** A time in seconds as text, a dash where it is not known, and words where it has no end. */
export function formatSeconds(seconds: number): string {
  if (Number.isNaN(seconds)) return "–";
  if (!Number.isFinite(seconds)) return "without end";
  return formatDuration(seconds * 1e9);
}

/** A part of one in percent. */
export function formatPercent(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.05) return "< 0.1 %";
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}
