import { currentZone } from "./zone";

/** Unix nanoseconds, as the APIs send them (a decimal string), to milliseconds; NaN if it is none. */
export function nanosToMillis(nanos: string): number {
  if (!/^\d+$/.test(nanos)) return Number.NaN;
  return Number(BigInt(nanos) / 1000n) / 1000;
}

/** Date and time to the millisecond in the chosen zone: "2026-11-22 14:07:03.123", with a Z where it is UTC. */
export function formatTime(millis: number): string {
  if (!Number.isFinite(millis)) return "unknown";
  const utc = currentZone() === "utc";
  const offset = utc ? 0 : new Date(millis).getTimezoneOffset() * 60_000;
  const text = new Date(millis - offset).toISOString().replace("T", " ");
  return utc ? text : text.slice(0, -1);
}

/** The time of day to the second: "14:07:03". */
export function formatClock(millis: number): string {
  return formatTime(millis).slice(11, 19);
}

/** How long ago: "just now", "12 s ago", "3 h ago"; a time ahead of this clock is "in 5 s". */
export function formatAgo(millis: number, now: number): string {
  if (!Number.isFinite(millis)) return "unknown";
  const seconds = Math.round((now - millis) / 1000);
  if (Math.abs(seconds) < 2) return "just now";
  const text = formatSeconds(Math.abs(seconds));
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

/** So many seconds in the unit that suits them: "65 s", "12 min", "3 h". */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}
