import { formatDuration } from "../../format/duration";
import { formatTime, nanosToMillis } from "../../format/time";
import { kindText, type Span } from "../../trace/span";
import { ErrorMark } from "../common/ErrorMark";
import { ServiceDot } from "../common/ServiceDot";
import { Attributes } from "./Attributes";
import { Events } from "./Events";
import { Links } from "./Links";
import { Properties } from "./Properties";
import { Section } from "./Section";
import { useEscape } from "./useEscape";

interface Props {
  span: Span;
  colour: number;
  close: () => void;
}

/** All that is known of one span. */
export function SpanDetails({ span, colour, close }: Props) {
  const { otlp, resource, scope } = span;
  useEscape(close);
  return (
    <aside className="details" aria-label={`Span ${span.name}`}>
      <header>
        <h2>{span.name}</h2>
        <button type="button" className="button small" onClick={close}>
          Close
        </button>
        <p>
          <ServiceDot colour={colour} />
          {span.service}
        </p>
      </header>
      {span.error && (
        <p className="error-line">
          <ErrorMark /> {otlp.status?.message || "The status of this span is error."}
        </p>
      )}
      <Properties
        entries={[
          ["Duration", formatDuration(span.duration)],
          ["Starts", `${formatDuration(span.start)} into the trace`],
          ["Time", formatTime(nanosToMillis(otlp.startTimeUnixNano ?? ""))],
          ["Kind", kindText(otlp)],
          ["Status", statusText(span)],
          ["Span id", span.spanId],
          ["Parent id", span.parentId],
          ["Trace state", otlp.traceState],
          ["Flags", otlp.flags ? `0x${otlp.flags.toString(16)}` : ""],
        ]}
      />
      <Section title="Attributes" count={otlp.attributes?.length} dropped={otlp.droppedAttributesCount}>
        <Attributes attributes={otlp.attributes} />
      </Section>
      <Section title="Events" count={otlp.events?.length} dropped={otlp.droppedEventsCount}>
        <Events events={otlp.events} spanStart={BigInt(otlp.startTimeUnixNano ?? 0)} />
      </Section>
      <Section title="Links" count={otlp.links?.length} dropped={otlp.droppedLinksCount}>
        <Links links={otlp.links} />
      </Section>
      <Section title="Resource" count={resource.attributes?.length} dropped={resource.droppedAttributesCount}>
        <Attributes attributes={resource.attributes} />
        <Properties entries={[["Schema", span.resourceSchemaUrl]]} />
      </Section>
      <Section title="Scope" count={scope.name ? 1 : 0} dropped={scope.droppedAttributesCount}>
        <Properties
          entries={[
            ["Name", scope.name],
            ["Version", scope.version],
            ["Schema", span.scopeSchemaUrl],
          ]}
        />
        <Attributes attributes={scope.attributes} />
      </Section>
    </aside>
  );
}

function statusText({ error, otlp }: Span): string {
  if (error) return "error";
  return otlp.status?.code === "STATUS_CODE_OK" || otlp.status?.code === 1 ? "ok" : "unset";
}
