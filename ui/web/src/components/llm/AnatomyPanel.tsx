import { useEffect, useMemo, useState } from "react";
import type { KeyValue } from "../../api/otlp";
import { formatDuration } from "../../format/duration";
import { formatCount } from "../../format/quantity";
import { Link } from "../../routing/Link";
import type { TraceClient } from "../../trace/client";
import type { Row } from "../../trace/tree";
import { attributeText } from "../../trace/value";
import { ErrorMark } from "../common/ErrorMark";
import { AnatomyBar } from "./AnatomyBar";
import { type Anatomy, anatomyOf } from "./anatomy";
import { PhaseTable } from "./PhaseTable";

interface Props {
  id: string;
  rows: Row[];
  client: TraceClient;
  range: string;
  close: () => void;
}

/** The steps of one request, its time to the first token and its time per token. */
export function AnatomyPanel({ id, rows, client, range, close }: Props) {
  const anatomy = useMemo(() => anatomyOf(rows), [rows]);
  const attributes = useRequestAttributes(client, anatomy?.request.span.index);
  if (!anatomy) {
    return (
      <p className="warning-line">
        Trace {id} has none of the spans of serving a model (prefill, decode, kv_transfer, first_token).{" "}
        <Link to={{ page: "trace", id, span: null }}>Open it as a trace</Link>
      </p>
    );
  }
  const { span } = anatomy.request;
  return (
    <section className="panel" aria-labelledby="request">
      <div className="page-head">
        <h2 id="request">Request {attributeText(attributes, "x_request_id") ?? id}</h2>
        <span className="actions">
          <Link to={{ page: "trace", id, span: null }}>Open the trace</Link>
          <Link to={{ page: "compare", parameters: { b: id } }}>Compare with a typical one</Link>
          <button type="button" className="button small" onClick={close}>
            Close
          </button>
        </span>
      </div>
      {span.error && (
        <p className="error-line">
          <ErrorMark /> It failed: {attributeText(attributes, "error.type") ?? "the status is error"}
        </p>
      )}
      <Headline anatomy={anatomy} attributes={attributes} />
      <AnatomyBar anatomy={anatomy} />
      <PhaseTable id={id} anatomy={anatomy} range={range} />
    </section>
  );
}

function useRequestAttributes(client: TraceClient, index: number | undefined): KeyValue[] {
  const [attributes, setAttributes] = useState<KeyValue[]>([]);
  useEffect(() => {
    if (index === undefined) return;
    let isCurrent = true;
    client.record(index).then((record) => isCurrent && setAttributes(record?.otlp.attributes ?? []));
    return () => {
      isCurrent = false;
    };
  }, [client, index]);
  return attributes;
}

/** The figures that a serving engineer asks for, each with how it comes about. */
function Headline({ anatomy, attributes }: { anatomy: Anatomy; attributes: KeyValue[] }) {
  const { request, phases, timeToFirstToken } = anatomy;
  const input = Number(attributeText(attributes, "gen_ai.usage.input_tokens") ?? Number.NaN);
  const output = Number(attributeText(attributes, "gen_ai.usage.output_tokens") ?? Number.NaN);
  const decode = phases.find((phase) => phase.id === "decode");
  const perToken = decode && output > 1 ? decode.duration / (output - 1) : null;
  return (
    <dl className="headline">
      <Figure name="Whole request">{formatDuration(request.span.duration)}</Figure>
      <Figure name="Time to first token" note="From the start of the request to its first token">
        {timeToFirstToken === null ? "none came" : formatDuration(timeToFirstToken)}
      </Figure>
      <Figure
        name="Between tokens"
        note={
          perToken === null || !decode
            ? undefined
            : `${formatDuration(decode.duration)} of decode for ${formatCount(output - 1)} tokens after the first`
        }
      >
        {perToken === null ? "–" : formatDuration(perToken)}
      </Figure>
      <Figure name="Prompt">{Number.isNaN(input) ? "–" : `${formatCount(input)} tokens`}</Figure>
      <Figure name="Answer">{Number.isNaN(output) ? "–" : `${formatCount(output)} tokens`}</Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  note?: string | undefined;
  children: string;
}

export function Figure({ name, note, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {note && <dd className="figure-note">{note}</dd>}
    </div>
  );
}
