import { quoted } from "../query/tokens";
import { apiRange } from "../routing/range";
import { getJson } from "./http";
import type { AnyValue } from "./otlp";

/** A request to a model. */
export interface ModelRequest {
  traceId: string;
  spanId: string;
  requestId: string;
  /** Unix nanoseconds, a decimal string. */
  startNanos: string;
  /** Seconds; NaN where it is not known. */
  duration: number;
  timeToFirstToken: number;
  inputTokens: number;
  outputTokens: number;
  /** What went wrong, or "". */
  error: string;
}

/** A span that a search found, with the attributes that were asked for. */
export interface FoundSpan {
  spanID: string;
  startTimeUnixNano?: string;
  durationNanos?: string;
  /** The first attribute of these names that there is, as text, or "". */
  text: (...names: string[]) => string;
  /** The same as a number, NaN if there is none. */
  number: (...names: string[]) => number;
}

interface Answer {
  traces?: { traceID: string; spanSets?: { spans?: SpanAnswer[]; matched?: number }[] }[];
}

type SpanAnswer = Omit<FoundSpan, "text" | "number"> & { attributes?: { key: string; value: AnyValue }[] };

// What serving systems call the same: OpenTelemetry's names, then those of vLLM and SGLang.
const IDS = ["span.x_request_id", "span.gen_ai.request.id", "span.gen_ai.response.id", "span.rid"];
const FIRST_TOKEN = [
  "span.gen_ai.server.time_to_first_token",
  "span.gen_ai.response.time_to_first_chunk",
  "span.gen_ai.latency.time_to_first_token",
];
const INPUT = ["span.gen_ai.usage.input_tokens", "span.gen_ai.usage.prompt_tokens"];
const OUTPUT = ["span.gen_ai.usage.output_tokens", "span.gen_ai.usage.completion_tokens"];
const SELECTED = [...IDS, ...FIRST_TOKEN, ...INPUT, ...OUTPUT, "span.error.type", "status"].join(", ");

/** The server hands out no more of a trace. */
const MOST_SPANS = "100";

/** Requests of a range, the newest or the longest first; the filter says which spans are requests. */
export async function fetchRequests(
  filter: string,
  range: string,
  order: "start" | "duration",
  limit: number,
  signal: AbortSignal,
): Promise<ModelRequest[]> {
  return ask(`{ ${filter} }`, { sort: order, limit: String(limit), ...apiRange(range, Date.now()) }, signal);
}

/** A request by its own id or its trace's; null if there is none. */
export async function findRequest(
  id: string,
  filter: string,
  signal: AbortSignal,
): Promise<ModelRequest | null> {
  const own = IDS.map((name) => `${name} = ${quoted(id)}`);
  // A trace's id may come without the zeros it begins with.
  if (/^[0-9a-f]{20,32}$/i.test(id)) own.push(`trace:id = "${id.toLowerCase().padStart(32, "0")}"`);
  return (await ask(`{ (${own.join(" || ")}) && (${filter}) }`, { limit: "1" }, signal))[0] ?? null;
}

/** The spans that a query finds in one trace, and how many there are: only the first hundred come. */
export async function fetchSpans(
  query: string,
  signal: AbortSignal,
): Promise<{ spans: FoundSpan[]; matched: number }> {
  const [found] = await fetchFound(query, { limit: "1", spss: MOST_SPANS }, signal);
  return found ?? { spans: [], matched: 0 };
}

async function ask(
  filter: string,
  more: Record<string, string>,
  signal: AbortSignal,
): Promise<ModelRequest[]> {
  const found = await fetchFound(`${filter} | select(${SELECTED})`, { spss: "1", ...more }, signal);
  return found.flatMap(({ traceId, spans: [span] }) => (span ? [requestOf(traceId, span)] : []));
}

async function fetchFound(query: string, more: Record<string, string>, signal: AbortSignal) {
  const answer = await getJson<Answer>(
    `/api/rubato/search?${new URLSearchParams({ q: query, ...more })}`,
    signal,
  );
  return (answer.traces ?? []).map(({ traceID, spanSets }) => ({
    traceId: traceID.padStart(32, "0"),
    spans: (spanSets?.[0]?.spans ?? []).map(spanOf),
    matched: spanSets?.[0]?.matched ?? 0,
  }));
}

function spanOf({ attributes = [], ...span }: SpanAnswer): FoundSpan {
  const values = new Map(attributes.map(({ key, value }) => [unscoped(key), value]));
  const text = (...names: string[]) => {
    const value = names.map((name) => values.get(unscoped(name))).find(Boolean);
    return String(Object.values(value ?? {})[0] ?? "");
  };
  return { ...span, text, number: (...names) => Number(text(...names) || Number.NaN) };
}

function requestOf(traceId: string, span: FoundSpan): ModelRequest {
  return {
    traceId,
    spanId: span.spanID,
    requestId: span.text(...IDS),
    startNanos: span.startTimeUnixNano ?? "0",
    duration: Number(span.durationNanos ?? Number.NaN) / 1e9,
    timeToFirstToken: span.number(...FIRST_TOKEN),
    inputTokens: span.number(...INPUT),
    outputTokens: span.number(...OUTPUT),
    error: span.text("status") === "error" ? span.text("error.type") || "the status is error" : "",
  };
}

/** The server leaves out the scope of what is selected. */
function unscoped(name: string): string {
  return name.replace(/^(span|resource)\./, "");
}
