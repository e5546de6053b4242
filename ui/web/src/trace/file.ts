import type { OtlpLink, OtlpSpan, ResourceSpans } from "../api/otlp";
import { idToHex } from "./ids";

/** A trace as OTLP/JSON, ids in hex as that format has them, so that any OTLP receiver takes it. */
export function exportJson(resourceSpans: ResourceSpans[]): string {
  const withHexIds = resourceSpans.map((resource) => ({
    ...resource,
    scopeSpans: resource.scopeSpans?.map((scope) => ({ ...scope, spans: scope.spans?.map(hexIds) })),
  }));
  return JSON.stringify({ resourceSpans: withHexIds });
}

function hexIds(span: OtlpSpan): OtlpSpan {
  const hex: OtlpSpan = { ...span, traceId: idToHex(span.traceId), spanId: idToHex(span.spanId) };
  if (span.parentSpanId) hex.parentSpanId = idToHex(span.parentSpanId);
  if (span.links) {
    hex.links = span.links.map((link: OtlpLink) => ({
      ...link,
      traceId: idToHex(link.traceId),
      spanId: idToHex(link.spanId),
    }));
  }
  return hex;
}

/** What a file has: OTLP/JSON, one object or one a line, or the answer of Tempo's look-up by id. */
export function readFile(text: string): ResourceSpans[] {
  const found = jsonValues(text).flatMap(resourceSpansOf);
  if (!found.some((resource) => resource.scopeSpans?.some((scope) => scope.spans?.length))) {
    throw new Error(
      'The file has no spans: expected OTLP/JSON, {"resourceSpans": […]}, or what /api/traces/{id} answers.',
    );
  }
  return found;
}

function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (e) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    try {
      return lines.map((line) => JSON.parse(line));
    } catch {
      throw new Error(`The file is not JSON: ${e instanceof Error ? e.message : e}`);
    }
  }
}

interface TraceFile {
  resourceSpans?: ResourceSpans[];
  batches?: ResourceSpans[];
  trace?: TraceFile;
}

function resourceSpansOf(value: unknown): ResourceSpans[] {
  if (typeof value !== "object" || value === null) return [];
  const file = value as TraceFile;
  return file.resourceSpans ?? file.batches ?? (file.trace ? resourceSpansOf(file.trace) : []);
}

/** The trace of the first span that names one; a file of several traces is shown as one. */
export function traceIdOf(resourceSpans: ResourceSpans[]): string {
  for (const { scopeSpans = [] } of resourceSpans) {
    for (const { spans = [] } of scopeSpans) {
      for (const span of spans) if (span.traceId) return idToHex(span.traceId);
    }
  }
  return "";
}
