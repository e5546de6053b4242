/** A duration in nanoseconds with three digits and the unit that suits it: "4.56 ms", "2 m 03 s". */
export function formatDuration(nanos: number): string {
  if (nanos < 0) return `-${formatDuration(-nanos)}`;
  if (nanos < 999.5) return `${Math.round(nanos)} ns`;
  if (nanos < 999.5e3) return `${threeDigits(nanos / 1e3)} µs`;
  if (nanos < 999.5e6) return `${threeDigits(nanos / 1e6)} ms`;
  if (nanos < 59.95e9) return `${threeDigits(nanos / 1e9)} s`;
  const seconds = Math.round(nanos / 1e9);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

function threeDigits(value: number): string {
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  const text = value.toFixed(decimals);
  return decimals > 0 ? text.replace(/\.?0+$/, "") : text;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
