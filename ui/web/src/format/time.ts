/** Unix nanoseconds, as the APIs send them (a decimal string), to milliseconds; NaN if it is none. */
export function nanosToMillis(nanos: string): number {
  if (!/^\d+$/.test(nanos)) return Number.NaN;
  return Number(BigInt(nanos) / 1000n) / 1000;
}

/** Local date and time to the millisecond: "2026-11-22 14:07:03.123". */
export function formatTime(millis: number): string {
  if (!Number.isFinite(millis)) return "unknown";
  const d = new Date(millis);
  const date = `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  const time = `${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`;
  return `${date} ${time}.${pad(d.getMilliseconds(), 3)}`;
}

/** How long ago: "just now", "12 s ago", "3 h ago"; a time ahead of this clock is "in 5 s". */
export function formatAgo(millis: number, now: number): string {
  if (!Number.isFinite(millis)) return "unknown";
  const seconds = Math.round((now - millis) / 1000);
  if (Math.abs(seconds) < 2) return "just now";
  const text = largestUnit(Math.abs(seconds));
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

function largestUnit(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
