/** A line of a JSONL log that belongs to a trace. */
export interface LogLine {
  /** Unix milliseconds with fractions, NaN where the line has none. */
  millis: number;
  time: string;
  level: string;
  target: string;
  message: string;
  spanId: string;
  /** All else that the line has, but for the ids. */
  fields: [string, string][];
}

/** Lines of a trace, and how many others there were. */
export interface Logs {
  lines: LogLine[];
  otherTraces: number;
  unreadable: number;
}

const OWN_FIELDS = new Set([
  "time",
  "level",
  "target",
  "message",
  "span_id",
  "trace_id",
  "parent_id",
  "span_name",
]);

/** The lines that name a trace, in the order of their time. The format is that of the tracing library. */
export function readLogs(text: string, traceId: string): Logs {
  const logs: Logs = { lines: [], otherTraces: 0, unreadable: 0 };
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const record = parsed(line);
    if (!record) logs.unreadable++;
    else if (String(record.trace_id ?? "").toLowerCase() === traceId) logs.lines.push(lineOf(record));
    else logs.otherTraces++;
  }
  logs.lines.sort((a, b) => a.millis - b.millis);
  return logs;
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function lineOf(record: Record<string, unknown>): LogLine {
  const time = textOf(record.time);
  return {
    millis: millisOf(time),
    time,
    level: textOf(record.level).toUpperCase(),
    target: textOf(record.target),
    message: textOf(record.message),
    spanId: textOf(record.span_id).toLowerCase(),
    fields: Object.entries(record)
      .filter(([key]) => !OWN_FIELDS.has(key))
      .map(([key, value]) => [key, textOf(value)]),
  };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** RFC 3339 to milliseconds; what is finer than those stays. */
function millisOf(time: string): number {
  const fraction = /\.(\d{3})(\d+)/.exec(time);
  return Date.parse(time) + (fraction ? Number(`0.${fraction[2]}`) : 0);
}
