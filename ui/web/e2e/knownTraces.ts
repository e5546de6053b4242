import { randomBytes } from "node:crypto";

/** What is known of the traces that the tests send themselves. */
export const KNOWN = {
  service: "e2e-kitchen",
  called: "e2e-oven",
  requestId: "e2e-request-1",
  count: 3,
} as const;

interface SpanOptions {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startMillis: number;
  millis: number;
  error?: boolean;
  attributes?: Record<string, string>;
}

/** Three orders, of which the last is slow and fails in the service that is called; they began just now. */
export async function sendKnownTraces(otlpUrl: string): Promise<void> {
  const now = Date.now();
  for (let order = 1; order <= KNOWN.count; order++) {
    const last = order === KNOWN.count;
    const traceId = randomBytes(16).toString("hex");
    const root = randomBytes(8).toString("hex");
    const startMillis = now - 60_000 + order * 1000;
    await sendSpans(otlpUrl, [
      {
        service: KNOWN.service,
        name: "POST /orders",
        kind: 2,
        traceId,
        spanId: root,
        startMillis,
        millis: last ? 7000 : 40,
        error: last,
        attributes: { x_request_id: `e2e-request-${order}`, "order.size": last ? "large" : "small" },
      },
      {
        service: KNOWN.service,
        name: "call oven",
        kind: 3,
        traceId,
        spanId: randomBytes(8).toString("hex"),
        parentSpanId: root,
        startMillis: startMillis + 5,
        millis: last ? 6900 : 30,
      },
    ]);
  }
}

/** Sends spans as OTLP in JSON, each with the resource of its service. */
export async function sendSpans(
  otlpUrl: string,
  spans: SpanOptions[],
  headers: Record<string, string> = {},
): Promise<void> {
  const resourceSpans = spans.map((span) => ({
    resource: { attributes: [text("service.name", span.service)] },
    scopeSpans: [
      {
        spans: [
          {
            traceId: span.traceId,
            spanId: span.spanId,
            ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
            name: span.name,
            kind: span.kind,
            startTimeUnixNano: `${span.startMillis}000000`,
            endTimeUnixNano: `${span.startMillis + span.millis}000000`,
            status: span.error ? { code: 2, message: "it went wrong" } : {},
            attributes: Object.entries(span.attributes ?? {}).map(([key, value]) => text(key, value)),
          },
        ],
      },
    ],
  }));
  const answer = await fetch(`${otlpUrl}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ resourceSpans }),
  });
  if (!answer.ok) throw new Error(`the spans were refused: ${answer.status} ${await answer.text()}`);
}

function text(key: string, value: string) {
  return { key, value: { stringValue: value } };
}
