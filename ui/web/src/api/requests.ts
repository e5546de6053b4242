import { apiRange } from "../routing/range";
import { quoted } from "../trace/filter";
import { getJson } from "./http";
import type { AnyValue } from "./otlp";

/** A request to a model, from its `http-request` span. */
export interface ModelRequest {
  traceId: string;
  requestId: string;
  /** Unix nanoseconds, a decimal string. */
  startNanos: string;
  /** Seconds; NaN where it is not known. */
  duration: number;
  timeToFirstToken: number;
  inputTokens: number;
  outputTokens: number;
  isError: boolean;
}

interface Answer {
  traces?: { traceID: string; spanSets?: { spans?: FoundSpan[] }[] }[];
}

interface FoundSpan {
  startTimeUnixNano?: string;
  durationNanos?: string;
  attributes?: { key: string; value: AnyValue }[];
}

const SELECTED =
  "select(span.x_request_id, span.gen_ai.server.time_to_first_token, span.gen_ai.usage.input_tokens, span.gen_ai.usage.output_tokens, status)";

/** Requests of a range, the newest or the longest first. */
export async function fetchRequests(
  range: string,
  order: "start" | "duration",
  limit: number,
  signal: AbortSignal,
): Promise<ModelRequest[]> {
  return ask(
    `{ name = "http-request" }`,
    { sort: order, limit: String(limit), ...apiRange(range, Date.now()) },
    signal,
  );
}

/** The trace of a request, by the id of either; null if there is none. */
export async function findRequest(id: string, signal: AbortSignal): Promise<string | null> {
  if (/^[0-9a-f]{32}$/i.test(id)) return id.toLowerCase();
  const found = await ask(
    `{ .x_request_id = ${quoted(id)} && name = "http-request" }`,
    { limit: "1" },
    signal,
  );
  return found[0]?.traceId ?? null;
}

async function ask(
  filter: string,
  more: Record<string, string>,
  signal: AbortSignal,
): Promise<ModelRequest[]> {
  const parameters = new URLSearchParams({ q: `${filter} | ${SELECTED}`, spss: "1", ...more });
  const answer = await getJson<Answer>(`/api/rubato/search?${parameters}`, signal);
  return (answer.traces ?? []).map(({ traceID, spanSets }) => requestOf(traceID, spanSets?.[0]?.spans?.[0]));
}

function requestOf(traceId: string, span: FoundSpan = {}): ModelRequest {
  const of = (key: string): string => {
    const value = span.attributes?.find((one) => one.key === key || one.key === `span.${key}`)?.value;
    return String(Object.values(value ?? {})[0] ?? "");
  };
  const number = (key: string) => (of(key) === "" ? Number.NaN : Number(of(key)));
  return {
    traceId,
    requestId: of("x_request_id"),
    startNanos: span.startTimeUnixNano ?? "",
    duration: Number(span.durationNanos ?? Number.NaN) / 1e9,
    timeToFirstToken: number("gen_ai.server.time_to_first_token"),
    inputTokens: number("gen_ai.usage.input_tokens"),
    outputTokens: number("gen_ai.usage.output_tokens"),
    isError: of("status") === "error",
  };
}
