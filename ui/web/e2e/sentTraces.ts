import { randomBytes } from "node:crypto";

/** A span as a test writes it; times are milliseconds since the trace's start. */
export interface SentSpan {
  id: number;
  parent?: number;
  service: string;
  name: string;
  from: number;
  to: number;
  error?: boolean;
  attributes?: Record<string, string | number>;
  /** Names of events with their time. */
  events?: Record<string, number>;
  /** Trace ids that it links to. */
  links?: string[];
}

const SPANS_A_REQUEST = 5000;

/** Sends a trace that started some seconds ago, and returns its id. */
export async function sendTrace(
  otlpUrl: string,
  spans: SentSpan[],
  traceId = randomBytes(16).toString("hex"),
  startMillis = Date.now() - 60_000,
): Promise<string> {
  for (let i = 0; i < spans.length; i += SPANS_A_REQUEST) {
    const byService = new Map<string, SentSpan[]>();
    for (const span of spans.slice(i, i + SPANS_A_REQUEST)) {
      const list = byService.get(span.service);
      if (list) list.push(span);
      else byService.set(span.service, [span]);
    }
    const resourceSpans = [...byService].map(([service, list]) => ({
      resource: { attributes: [attribute("service.name", service)] },
      scopeSpans: [{ spans: list.map((span) => otlpOf(span, traceId, startMillis)) }],
    }));
    const answer = await fetch(`${otlpUrl}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
  return traceId;
}

function otlpOf(span: SentSpan, traceId: string, startMillis: number) {
  const at = (millis: number) => String(BigInt(startMillis) * 1_000_000n + BigInt(Math.round(millis * 1e6)));
  return {
    traceId,
    spanId: idOf(span.id),
    ...(span.parent !== undefined && { parentSpanId: idOf(span.parent) }),
    name: span.name,
    kind: 1,
    startTimeUnixNano: at(span.from),
    endTimeUnixNano: at(span.to),
    status: span.error ? { code: 2, message: "it went wrong" } : {},
    attributes: Object.entries(span.attributes ?? {}).map(([key, value]) => attribute(key, value)),
    events: Object.entries(span.events ?? {}).map(([name, time]) => ({ name, timeUnixNano: at(time) })),
    links: (span.links ?? []).map((linked) => ({ traceId: linked, spanId: idOf(1) })),
  };
}

export function idOf(id: number): string {
  return id.toString(16).padStart(16, "0");
}

function attribute(key: string, value: string | number) {
  if (typeof value === "string") return { key, value: { stringValue: value } };
  return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
}

/** A request to a model that waits so long for prefill, with all the spans of the serving example. */
export function servedRequest(id: string, waited: number, tokens = 20): SentSpan[] {
  const start = 10 + waited;
  const frontend = "dynamo-frontend";
  const prefill = "dynamo-worker-prefill";
  const decode = "dynamo-worker-decode";
  const end = start + 40 + 10 + 5 + 60;
  const work = (component: string, busy: number, idle: number) => ({
    component,
    endpoint: "generate",
    instance_id: `${component}-1`,
    busy_ns: busy * 1e6,
    idle_ns: idle * 1e6,
    x_request_id: id,
  });
  return [
    {
      ...{ id: 1, service: frontend, name: "http-request", from: 0, to: end + 2 },
      events: { first_token: start + 55 },
      attributes: {
        x_request_id: id,
        "gen_ai.usage.input_tokens": waited > 1000 ? 2000 : 30,
        "gen_ai.usage.output_tokens": tokens,
        "gen_ai.server.time_to_first_token": (start + 55.5) / 1000,
        "gen_ai.server.time_per_output_token": 0.0031,
      },
    },
    { id: 2, parent: 1, service: frontend, name: "prefill_routing", from: 5, to: start + 42 },
    {
      ...{ id: 3, parent: 2, service: prefill, name: "handle_payload", from: 8, to: start + 41 },
      attributes: work("prefill", 40, waited),
    },
    { id: 4, parent: 3, service: prefill, name: "queue", from: 10, to: start },
    { id: 5, parent: 3, service: prefill, name: "prefill", from: start, to: start + 40 },
    {
      ...{ id: 6, parent: 1, service: decode, name: "handle_payload", from: start + 43, to: end },
      attributes: work("decode", 70, 2),
    },
    { id: 7, parent: 6, service: decode, name: "queue", from: start + 43, to: start + 45 },
    { id: 8, parent: 6, service: decode, name: "kv_transfer", from: start + 45, to: start + 50 },
    { id: 9, parent: 6, service: decode, name: "first_token", from: start + 50, to: start + 55 },
    { id: 10, parent: 6, service: decode, name: "decode", from: start + 55, to: end },
  ];
}

/** A trace of many spans: ten services, up to 15 deep, with runs of repeated siblings. */
export function manySpans(count: number): SentSpan[] {
  const spans: (SentSpan & { depth: number })[] = [
    { id: 1, service: "big-0", name: "GET /", from: 0, to: 30_000, depth: 0 },
  ];
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  while (spans.length < count) {
    const parent = spans[Math.floor(spans.length * random() * random())] ?? spans[0];
    if (!parent || parent.depth > 14) continue;
    const children = random() < 0.1 ? 5 + Math.floor(random() * 20) : 1 + Math.floor(random() * 3);
    const service = random() < 0.6 ? parent.service : `big-${Math.floor(random() * 10)}`;
    const whole = parent.to - parent.from;
    for (let i = 0; i < children && spans.length < count; i++) {
      const length = whole * (0.05 + (random() * 0.9) / children);
      const from = parent.from + random() * (whole - length);
      const id = spans.length + 1;
      const busy = Math.round(length * 1e6 * random());
      spans.push({
        ...{ id, parent: parent.id, service, name: `op-${parent.id % 23}`, from, to: from + length },
        depth: parent.depth + 1,
        error: id % 211 === 0,
        attributes: {
          "http.route": `/api/${id % 50}`,
          busy_ns: busy,
          idle_ns: Math.round(length * 1e6) - busy,
        },
      });
    }
  }
  return spans;
}
