import type { KeyValue, OtlpEvent } from "../../api/otlp";
import { formatDuration } from "../../format/duration";
import { attributeText } from "../../trace/value";
import { Attributes } from "./Attributes";
import { LongText } from "./LongText";

const STACK_TRACE = "exception.stacktrace";

/** What happened during a span, with its time since the span's start. */
export function Events({ events = [], spanStart }: { events?: OtlpEvent[] | undefined; spanStart: bigint }) {
  return (
    <ol className="events">
      {events.map((event, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and the list does not change
        <li key={i}>
          <p>
            <strong>{event.name || "(no name)"}</strong>{" "}
            <span className="muted">
              at {formatDuration(Number(BigInt(event.timeUnixNano ?? 0) - spanStart))}
            </span>
          </p>
          <Attributes attributes={event.attributes?.filter(({ key }) => key !== STACK_TRACE)} scope="event" />
          <StackTrace attributes={event.attributes} />
        </li>
      ))}
    </ol>
  );
}

function StackTrace({ attributes }: { attributes: KeyValue[] | undefined }) {
  const text = attributeText(attributes, STACK_TRACE);
  if (!text) return null;
  return (
    <pre className="stack-trace">
      <LongText text={text} />
    </pre>
  );
}
