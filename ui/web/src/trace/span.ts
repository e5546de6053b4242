import type { KeyValue, OtlpResource, OtlpScope, OtlpSpan, ResourceSpans } from "../api/otlp";
import { idToHex } from "./ids";
import { attributeText } from "./value";

/** One span of a trace, with what its row needs; times are nanoseconds since the trace's first start. */
export interface Span {
  /** Its place in the order in which the spans came; its record has the same. */
  index: number;
  /** Unique in a tree: the span id, with a number behind it where an id occurs again. */
  key: string;
  spanId: string;
  parentId: string;
  service: string;
  name: string;
  /** One lower-case word, empty if the sender set none. */
  kind: string;
  start: number;
  duration: number;
  error: boolean;
  /** For how long a thread worked on it, and the rest; null where the sender did not say. */
  busy: number | null;
  idle: number | null;
  /** When its first events happened. */
  events: number[];
  linkCount: number;
}

/** All that was sent of a span. */
export interface SpanRecord {
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
  /** All that was sent of the span of an index. */
  record: (index: number) => SpanRecord | null;
  /** All that was sent. */
  resourceSpans: () => ResourceSpans[];
}

export const UNKNOWN_SERVICE = "unknown service";

/** So many events are marked on a span's bar; its details have all. */
export const MOST_EVENT_MARKS = 50;

const NO_EVENTS: number[] = [];

/** All spans of a trace in OTLP/JSON, in the order in which they came. */
export function readTrace(resourceSpans: ResourceSpans[]): Trace {
  const spans: Span[] = [];
  const records: SpanRecord[] = [];
  const starts: bigint[] = [];
  for (const { resource = {}, scopeSpans = [], schemaUrl: resourceSchemaUrl = "" } of resourceSpans) {
    const service = attributeText(resource.attributes, "service.name") || UNKNOWN_SERVICE;
    for (const { scope = {}, spans: otlpSpans = [], schemaUrl: scopeSchemaUrl = "" } of scopeSpans) {
      for (const otlp of otlpSpans) {
        const start = BigInt(otlp.startTimeUnixNano ?? 0);
        starts.push(start);
        spans.push(readSpan(otlp, start, service, spans.length));
        records.push({ otlp, resource, scope, resourceSchemaUrl, scopeSchemaUrl });
      }
    }
  }
  return { ...relativeToFirst(spans, records, starts), resourceSpans: () => resourceSpans };
}

function readSpan(otlp: OtlpSpan, start: bigint, service: string, index: number): Span {
  const spanId = idToHex(otlp.spanId);
  return {
    index,
    key: spanId,
    spanId,
    parentId: parentOf(otlp),
    service,
    name: otlp.name || "(no name)",
    kind: kindText(otlp),
    start: 0,
    duration: Number(BigInt(otlp.endTimeUnixNano ?? 0) - start),
    error: isError(otlp),
    busy: nanosOf(otlp.attributes, "busy_ns"),
    idle: nanosOf(otlp.attributes, "idle_ns"),
    events: NO_EVENTS,
    linkCount: otlp.links?.length ?? 0,
  };
}

function relativeToFirst(
  spans: Span[],
  records: SpanRecord[],
  starts: bigint[],
): Omit<Trace, "resourceSpans"> {
  const startNanos = starts.reduce((least, start) => (start < least ? start : least), starts[0] ?? 0n);
  let duration = 0;
  spans.forEach((span, i) => {
    span.start = Number((starts[i] as bigint) - startNanos);
    duration = Math.max(duration, span.start + Math.max(0, span.duration));
    const events = records[i]?.otlp.events ?? [];
    if (events.length > 0) {
      span.events = events
        .slice(0, MOST_EVENT_MARKS)
        .map((event) => Number(BigInt(event.timeUnixNano ?? 0) - startNanos));
    }
  });
  return { spans, startNanos, duration, record: (index) => records[index] ?? null };
}

/** A parent id of zeros means that there is no parent. */
function parentOf(span: OtlpSpan): string {
  const hex = idToHex(span.parentSpanId);
  return /^0*$/.test(hex) ? "" : hex;
}

function isError(span: OtlpSpan): boolean {
  return span.status?.code === "STATUS_CODE_ERROR" || span.status?.code === 2;
}

/** An attribute that is a length of time in nanoseconds, null if there is none. */
function nanosOf(attributes: KeyValue[] | undefined, key: string): number | null {
  const value = attributes?.find((attribute) => attribute.key === key)?.value;
  const number = Number(value?.intValue ?? value?.doubleValue ?? Number.NaN);
  return number >= 0 ? number : null;
}

/** The kind in one lower-case word, empty if the sender set none. */
export function kindText(span: OtlpSpan): string {
  const names = ["", "internal", "server", "client", "producer", "consumer"];
  if (typeof span.kind === "number") return names[span.kind] ?? String(span.kind);
  const name = (span.kind ?? "").replace("SPAN_KIND_", "").toLowerCase();
  return name === "unspecified" ? "" : name;
}
