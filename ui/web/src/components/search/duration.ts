/** A duration that a person wrote as TraceQL takes it; a number alone is in milliseconds; null if it is none. */
export function durationLiteral(text: string): string | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(ns|us|µs|ms|s|m|h)?$/.exec(text.trim());
  if (!match) return null;
  return `${match[1]}${match[2] ?? "ms"}`;
}

/** Seconds as a literal with the unit that keeps them short: 0.000065536 is "65536ns". */
export function literalOfSeconds(seconds: number): string {
  const nanos = Math.round(seconds * 1e9);
  if (nanos % 1e9 === 0) return `${nanos / 1e9}s`;
  if (nanos % 1e6 === 0) return `${nanos / 1e6}ms`;
  if (nanos % 1e3 === 0) return `${nanos / 1e3}us`;
  return `${nanos}ns`;
}
