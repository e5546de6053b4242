import type { KeyValue } from "../api/otlp";
import type { SpanRecord, Trace } from "./span";
import { valueText } from "./value";

/** The indexes of the spans that have a text in any of their names, ids, attributes or events. */
export function findText({ spans, record }: Trace, text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const resources = new Map<object, boolean>();
  return spans
    .filter((span) => {
      if (has(span.name, wanted) || has(span.service, wanted) || span.spanId === wanted) return true;
      const sent = record(span.index);
      return sent !== null && (recordHas(sent, wanted) || resourceHas(sent, wanted, resources));
    })
    .map((span) => span.index);
}

function has(text: string | undefined, wanted: string): boolean {
  return text?.toLowerCase().includes(wanted) ?? false;
}

function recordHas({ otlp }: SpanRecord, wanted: string): boolean {
  return (
    has(otlp.status?.message, wanted) ||
    attributesHave(otlp.attributes, wanted) ||
    (otlp.events?.some((event) => has(event.name, wanted) || attributesHave(event.attributes, wanted)) ??
      false)
  );
}

/** Spans of one process share their resource, which is looked through once. */
function resourceHas({ resource }: SpanRecord, wanted: string, known: Map<object, boolean>): boolean {
  let answer = known.get(resource);
  if (answer === undefined) {
    answer = attributesHave(resource.attributes, wanted);
    known.set(resource, answer);
  }
  return answer;
}

/** Looks through keys and values, and for both at once as `key=value`. */
function attributesHave(attributes: KeyValue[] | undefined, wanted: string): boolean {
  return attributes?.some(({ key, value }) => has(`${key}=${valueText(value)}`, wanted)) ?? false;
}
