import type { Span, SpanRecord } from "../../trace/span";
import { Attributes } from "./Attributes";
import { Events } from "./Events";
import { Links } from "./Links";
import { Properties } from "./Properties";
import { Section } from "./Section";

/** What was sent of a span, part by part. */
export function RecordSections({ span, record }: { span: Span; record: SpanRecord }) {
  const { otlp, resource, scope } = record;
  return (
    <>
      <Section title="Attributes" count={otlp.attributes?.length} dropped={otlp.droppedAttributesCount}>
        <Attributes attributes={otlp.attributes} scope="span" />
      </Section>
      <Section title="Events" count={otlp.events?.length} dropped={otlp.droppedEventsCount}>
        <Events events={otlp.events} spanStart={BigInt(otlp.startTimeUnixNano ?? 0)} />
      </Section>
      <Section title="Links" count={otlp.links?.length} dropped={otlp.droppedLinksCount}>
        <Links links={otlp.links} />
      </Section>
      <Section title="Resource" count={resource.attributes?.length} dropped={resource.droppedAttributesCount}>
        <Attributes attributes={resource.attributes} scope="resource" />
        <Properties entries={[["Schema", record.resourceSchemaUrl]]} />
      </Section>
      <Section title="Scope" count={scope.name ? 1 : 0} dropped={scope.droppedAttributesCount}>
        <Properties
          entries={[
            ["Name", scope.name],
            ["Version", scope.version],
            ["Schema", record.scopeSchemaUrl],
          ]}
        />
        <Attributes attributes={scope.attributes} scope="instrumentation" />
      </Section>
      <Section title="Span" count={1} dropped={0}>
        <Properties
          entries={[
            ["Kind", span.kind],
            ["Status", statusText(span, record)],
            ["Span id", span.spanId],
            ["Parent id", span.parentId],
            ["Trace state", otlp.traceState],
            ["Flags", otlp.flags ? `0x${otlp.flags.toString(16)}` : ""],
          ]}
        />
      </Section>
    </>
  );
}

function statusText({ error }: Span, { otlp }: SpanRecord): string {
  if (error) return "error";
  return otlp.status?.code === "STATUS_CODE_OK" || otlp.status?.code === 1 ? "ok" : "unset";
}
