/** Time ranges that end now, as they are offered. */
export const RANGES: readonly { id: string; label: string; seconds: number }[] = [
  { id: "5m", label: "Last 5 minutes", seconds: 300 },
  { id: "15m", label: "Last 15 minutes", seconds: 900 },
  { id: "1h", label: "Last hour", seconds: 3600 },
  { id: "6h", label: "Last 6 hours", seconds: 6 * 3600 },
  { id: "24h", label: "Last 24 hours", seconds: 24 * 3600 },
  { id: "7d", label: "Last 7 days", seconds: 7 * 24 * 3600 },
];

export const DEFAULT_RANGE = "1h";

/** Spans of senders whose clock is a little ahead are found too. */
const CLOCK_SKEW_SECONDS = 30;

/** The server refuses to search a longer range. */
const MOST_SECONDS = 7 * 24 * 3600;

/** From a time to a time, in milliseconds since 1970. */
export interface Interval {
  start: number;
  end: number;
}

/** A range as a URL says it: "1h" ends now, "1795345600000-1795345660000" is from one time to another. */
export function parseRange(text: string | null): string {
  if (text && (RANGES.some((known) => known.id === text) || fixedRange(text))) return text;
  return DEFAULT_RANGE;
}

/** The two times of a range that does not move with the clock, null for one that ends now. */
export function fixedRange(range: string): Interval | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(range);
  if (!match) return null;
  const start = Number(match[1]);
  const end = Number(match[2]);
  return start < end ? { start, end } : null;
}

export function rangeOf(interval: Interval): string {
  return `${Math.floor(interval.start)}-${Math.ceil(interval.end)}`;
}

export function rangeSeconds(range: string): number {
  const fixed = fixedRange(range);
  if (fixed) return (fixed.end - fixed.start) / 1000;
  return RANGES.find((known) => known.id === range)?.seconds ?? 3600;
}

/** What a range means at a time. */
export function intervalOf(range: string, nowMillis: number): Interval {
  const fixed = fixedRange(range);
  if (fixed) return fixed;
  return { start: nowMillis - rangeSeconds(range) * 1000, end: nowMillis };
}

/** `start` and `end` as the API takes them, whole seconds that hold all of the range. */
export function apiRange(
  range: string,
  nowMillis: number,
  aheadSeconds = CLOCK_SKEW_SECONDS,
): { start: string; end: string } {
  const { start, end } = intervalOf(range, nowMillis);
  const isFixed = fixedRange(range) !== null;
  const last = Math.ceil(end / 1000) + (isFixed ? 0 : aheadSeconds);
  const first = Math.floor(start / 1000);
  // Who looks not ahead gets no second more than the range: the server may refuse the longest that is offered.
  const most = aheadSeconds > 0 ? MOST_SECONDS : rangeSeconds(range);
  return { start: String(isFixed ? first : Math.max(first, last - most)), end: String(last) };
}
