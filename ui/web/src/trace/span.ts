import type { OtlpResource, OtlpScope, OtlpSpan, ResourceSpans } from "../api/otlp";
import { idToHex } from "./ids";
import { attributeText } from "./value";

/** One span of a trace, ready to draw; times are nanoseconds since the trace's first start. */
export interface Span {
  /** Unique in the trace: the span id, with a number behind it where an id occurs again. */
  key: string;
  spanId: string;
  parentId: string;
  service: string;
  name: string;
  start: number;
  duration: number;
  error: boolean;
  otlp: OtlpSpan;
  resource: OtlpResource;
  scope: OtlpScope;
  resourceSchemaUrl: string;
  scopeSchemaUrl: string;
}

export interface Trace {
  spans: Span[];
  /** Unix nanoseconds of the first start. */
  startNanos: bigint;
  /** From the first start to the last end, nanoseconds. */
  duration: number;
}

export const UNKNOWN_SERVICE = "unknown service";

/** All spans of a trace, in the order in which they came. */
export function readTrace(resourceSpans: ResourceSpans[]): Trace {
  const spans: Span[] = [];
  const starts: bigint[] = [];
  const seen = new Map<string, number>();
  for (const { resource = {}, scopeSpans = [], schemaUrl: resourceSchemaUrl = "" } of resourceSpans) {
    const service = attributeText(resource.attributes, "service.name") || UNKNOWN_SERVICE;
    for (const { scope = {}, spans: otlpSpans = [], schemaUrl: scopeSchemaUrl = "" } of scopeSpans) {
      for (const otlp of otlpSpans) {
        const start = BigInt(otlp.startTimeUnixNano ?? 0);
        const spanId = idToHex(otlp.spanId);
        starts.push(start);
        spans.push({
          key: uniqueKey(spanId, seen),
          spanId,
          parentId: parentOf(otlp),
          service,
          name: otlp.name || "(no name)",
          start: 0,
          duration: Number(BigInt(otlp.endTimeUnixNano ?? 0) - start),
          error: isError(otlp),
          otlp,
          resource,
          scope,
          resourceSchemaUrl,
          scopeSchemaUrl,
        });
      }
    }
  }
  return relativeToFirst(spans, starts);
}

function relativeToFirst(spans: Span[], starts: bigint[]): Trace {
  const startNanos = starts.reduce((least, start) => (start < least ? start : least), starts[0] ?? 0n);
  let duration = 0;
  spans.forEach((span, i) => {
    span.start = Number((starts[i] as bigint) - startNanos);
    duration = Math.max(duration, span.start + Math.max(0, span.duration));
  });
  return { spans, startNanos, duration };
}

function uniqueKey(spanId: string, seen: Map<string, number>): string {
  const before = seen.get(spanId) ?? 0;
  seen.set(spanId, before + 1);
  return before === 0 ? spanId : `${spanId}.${before + 1}`;
}

/** A parent id of zeros means that there is no parent. */
function parentOf(span: OtlpSpan): string {
  const hex = idToHex(span.parentSpanId);
  return /^0*$/.test(hex) ? "" : hex;
}

function isError(span: OtlpSpan): boolean {
  return span.status?.code === "STATUS_CODE_ERROR" || span.status?.code === 2;
}

/** The kind in one lower-case word, empty if the sender set none. */
export function kindText(span: OtlpSpan): string {
  const names = ["", "internal", "server", "client", "producer", "consumer"];
  if (typeof span.kind === "number") return names[span.kind] ?? String(span.kind);
  const name = (span.kind ?? "").replace("SPAN_KIND_", "").toLowerCase();
  return name === "unspecified" ? "" : name;
}
