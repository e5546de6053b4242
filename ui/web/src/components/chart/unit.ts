import { formatDuration } from "../../format/duration";

/** What the numbers of a metrics query are. */
export type Unit = "seconds" | "perSecond" | "share" | "number";

export function unitOf(query: string): Unit {
  if (
    /\b(?:quantile|avg|min|max|sum)_over_time\s*\(\s*(?:span:|trace:)?(?:duration|traceDuration)\b/.test(
      query,
    )
  ) {
    return "seconds";
  }
  if (/\|\s*histogram_over_time/.test(query)) return "number";
  return /\|\s*rate\s*\(/.test(query) ? "perSecond" : "number";
}

/** A number with its unit, in three digits or so. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return "–";
  switch (unit) {
    case "seconds":
      return value === 0 ? "0" : formatDuration(value * 1e9);
    case "perSecond":
      return `${short(value)}/s`;
    case "share":
      return formatShare(value);
    case "number":
      return short(value);
  }
}

/** A part of a whole from 0 to 1 as per cent: "0%", "0.04%", "5.0%", "12%". */
export function formatShare(share: number): string {
  if (share === 0 || !Number.isFinite(share)) return "0%";
  const percent = share * 100;
  return `${percent >= 9.95 ? Math.round(percent) : percent >= 0.95 ? percent.toFixed(1) : Number(percent.toPrecision(2))}%`;
}

function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 999_500) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (size >= 9_995) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}
