const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** A number of bytes in binary units: "1.5 GiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const decimals = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(decimals)} ${BINARY_UNITS[unit]}`;
}

/** A count with digits grouped: "2,000,000". */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** A count that is 1 or many: "1 span", "1,200 spans". */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
