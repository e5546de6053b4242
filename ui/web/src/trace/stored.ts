import type { OtlpResource, OtlpScope, OtlpSpan, ResourceSpans, ScopeSpans } from "../api/otlp";
import { RESOURCE, readMessage, SCOPE, SPAN } from "./messages";
import { type Nanos, ProtobufReader } from "./protobuf";
import { MOST_EVENT_MARKS, type Span, type SpanRecord, type Trace, UNKNOWN_SERVICE } from "./span";
import { attributeText } from "./value";

const KINDS = ["", "internal", "server", "client", "producer", "consumer"];
const ERROR = 2;
const PARTIAL = 1;
const NO_EVENTS: number[] = [];

/** An id of zeros means that there is no parent. */
const NO_PARENT = "0000000000000000";

/** A trace as the server answers, tempopb.TraceByIDResponse. */
export interface StoredTrace {
  trace: Trace;
  /** Why it is only a part, if it is. */
  message: string | null;
}

/** What many spans share, and where the next of them is. */
interface Origin {
  resource: OtlpResource;
  scope: OtlpScope;
  resourceSchemaUrl: string;
  scopeSchemaUrl: string;
}

/**
 * Reads an answer as far as rows need it. Everything else stays bytes until a span is looked at, so that a
 * long trace is there soon.
 */
export function readStored(buffer: ArrayBuffer): StoredTrace {
  const reader = new ProtobufReader(buffer);
  const scan = new Scan(reader);
  let status = 0;
  let message = "";
  while (reader.at < reader.bytes.length) {
    const tag = reader.varint();
    if (tag === 10) scan.trace(reader.end());
    else if (tag === 24) status = reader.varint();
    else if (tag === 34) message = reader.text();
    else reader.skip(tag);
  }
  const isPartial = status === PARTIAL;
  return {
    trace: scan.finished(),
    message: isPartial ? message || "Only a part of the trace is here." : null,
  };
}

class Scan {
  private readonly spans: Span[] = [];
  private readonly places: number[] = [];
  private readonly origins: Origin[] = [];
  /** What times are counted from until the first start is known. */
  private base: Nanos | null = null;

  private readonly reader: ProtobufReader;

  constructor(reader: ProtobufReader) {
    this.reader = reader;
  }

  trace(end: number): void {
    const { reader } = this;
    while (reader.at < end) {
      const tag = reader.varint();
      if (tag === 10) this.resourceSpans(reader.end());
      else reader.skip(tag);
    }
  }

  private resourceSpans(end: number): void {
    const { reader } = this;
    const own = { resource: {}, resourceSchemaUrl: "" };
    const scopes: number[] = [];
    while (reader.at < end) {
      const tag = reader.varint();
      if (tag === 10) own.resource = readMessage(reader, reader.end(), RESOURCE);
      else if (tag === 26) own.resourceSchemaUrl = reader.text();
      else {
        if (tag === 18) scopes.push(reader.at);
        reader.skip(tag);
      }
    }
    for (const at of scopes) {
      reader.at = at;
      this.scopeSpans(reader.end(), own);
    }
    reader.at = end;
  }

  private scopeSpans(end: number, shared: Pick<Origin, "resource" | "resourceSchemaUrl">): void {
    const { reader } = this;
    const origin: Origin = { ...shared, scope: {}, scopeSchemaUrl: "" };
    const service = attributeText(shared.resource.attributes, "service.name") || UNKNOWN_SERVICE;
    while (reader.at < end) {
      const tag = reader.varint();
      if (tag === 10) origin.scope = readMessage(reader, reader.end(), SCOPE);
      else if (tag === 26) origin.scopeSchemaUrl = reader.text();
      else if (tag === 18) {
        this.places.push(reader.at);
        this.origins.push(origin);
        this.spans.push(this.span(reader.end(), service));
      } else reader.skip(tag);
    }
  }

  private span(end: number, service: string): Span {
    const { reader } = this;
    const span: Span = {
      index: this.spans.length,
      key: "",
      spanId: "",
      parentId: "",
      service,
      name: "",
      kind: "",
      start: 0,
      duration: 0,
      error: false,
      busy: null,
      idle: null,
      events: NO_EVENTS,
      linkCount: 0,
    };
    let start: number | null = null;
    let stop: number | null = null;
    while (reader.at < end) {
      const tag = reader.varint();
      switch (tag) {
        case 18:
          span.spanId = reader.hex();
          break;
        case 34:
          span.parentId = reader.hex();
          break;
        case 42:
          span.name = reader.text();
          break;
        case 48: {
          const kind = reader.varint();
          span.kind = KINDS[kind] ?? String(kind);
          break;
        }
        case 57:
          start = this.time();
          break;
        case 65:
          stop = this.time();
          break;
        case 74:
          this.attribute(reader.end(), span);
          break;
        case 90:
          this.event(reader.end(), span);
          break;
        case 106:
          span.linkCount++;
          reader.skip(tag);
          break;
        case 122:
          span.error = this.status(reader.end()) === ERROR;
          break;
        default:
          reader.skip(tag);
      }
    }
    span.start = start ?? this.zero();
    span.duration = (stop ?? this.zero()) - span.start;
    span.name ||= "(no name)";
    if (span.parentId === NO_PARENT) span.parentId = "";
    return span;
  }

  /** Nanoseconds since the base. */
  private time(): number {
    this.base ??= this.reader.nanos();
    return this.reader.nanosSince(this.base);
  }

  /** A time that was not sent. */
  private zero(): number {
    this.base ??= { low: 0, high: 0 };
    return -Number(bigintOf(this.base));
  }

  /** The two attributes that a row shows. */
  private attribute(end: number, span: Span): void {
    const { reader } = this;
    // Its key comes first: tag 10.
    if (reader.varint() === 10) {
      const at = reader.at;
      if (reader.is("busy_ns")) span.busy = this.nanos(end);
      else {
        reader.at = at;
        if (reader.is("idle_ns")) span.idle = this.nanos(end);
      }
    }
    reader.at = end;
  }

  private nanos(end: number): number | null {
    const { reader } = this;
    if (reader.at >= end || reader.varint() !== 18) return null;
    reader.end();
    const tag = reader.varint();
    const value = tag === 24 ? reader.varint() : tag === 33 ? reader.double() : Number.NaN;
    // A negative number is one of more than 63 bits here.
    return value >= 0 && value < 2 ** 63 ? value : null;
  }

  private event(end: number, span: Span): void {
    const { reader } = this;
    let time = 0;
    while (reader.at < end) {
      const tag = reader.varint();
      if (tag === 9) time = this.time();
      else reader.skip(tag);
    }
    if (span.events === NO_EVENTS) span.events = [];
    if (span.events.length < MOST_EVENT_MARKS) span.events.push(time);
  }

  private status(end: number): number {
    const { reader } = this;
    let code = 0;
    while (reader.at < end) {
      const tag = reader.varint();
      if (tag === 24) code = reader.varint();
      else reader.skip(tag);
    }
    return code;
  }

  /** The trace with times since its first start. */
  finished(): Trace {
    const { spans } = this;
    const first = spans.reduce((least, { start }) => Math.min(least, start), spans[0]?.start ?? 0);
    let duration = 0;
    for (const span of spans) {
      span.start -= first;
      if (span.events.length > 0) span.events = span.events.map((time) => time - first);
      duration = Math.max(duration, span.start + Math.max(0, span.duration));
    }
    const startNanos = (this.base ? bigintOf(this.base) : 0n) + BigInt(first);
    const record = (index: number) => this.record(index);
    return {
      spans,
      startNanos,
      duration,
      record,
      resourceSpans: () => resourceSpansOf(this.origins, record),
    };
  }

  private record(index: number): SpanRecord | null {
    const at = this.places[index];
    const origin = this.origins[index];
    if (at === undefined || !origin) return null;
    this.reader.at = at;
    const otlp: OtlpSpan = readMessage(this.reader, this.reader.end(), SPAN);
    return { otlp, ...origin };
  }
}

function bigintOf({ low, high }: Nanos): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

/** All that was sent, as OTLP/JSON. */
function resourceSpansOf(origins: Origin[], record: (index: number) => SpanRecord | null): ResourceSpans[] {
  const resources = new Map<OtlpResource, ResourceSpans & { scopeSpans: ScopeSpans[] }>();
  const scopes = new Map<Origin, OtlpSpan[]>();
  origins.forEach((origin, index) => {
    const { resource, resourceSchemaUrl, scope, scopeSchemaUrl } = origin;
    let spans = scopes.get(origin);
    if (!spans) {
      spans = [];
      scopes.set(origin, spans);
      let of = resources.get(resource);
      if (!of) {
        of = { resource, ...(resourceSchemaUrl && { schemaUrl: resourceSchemaUrl }), scopeSpans: [] };
        resources.set(resource, of);
      }
      of.scopeSpans.push({ scope, ...(scopeSchemaUrl && { schemaUrl: scopeSchemaUrl }), spans });
    }
    const found = record(index);
    if (found) spans.push(found.otlp);
  });
  return [...resources.values()];
}
