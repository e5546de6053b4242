import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { Link } from "../../routing/Link";
import { ErrorMark } from "../common/ErrorMark";
import { AnatomyBar } from "./AnatomyBar";
import type { Anatomy } from "./anatomy";
import { PhaseTable } from "./PhaseTable";
import type { Serving } from "./serving";

interface Props {
  anatomy: Anatomy;
  range: string;
  serving: Serving;
  close: () => void;
}

/** The stages of one request, its time to the first token and its time per token. */
export function AnatomyPanel({ anatomy, range, serving, close }: Props) {
  const { request, phases } = anatomy;
  const { traceId, error } = request;
  return (
    <section className="panel" aria-labelledby="request">
      <div className="page-head">
        <h2 id="request">Request {request.requestId || traceId}</h2>
        <span className="actions">
          <Link to={{ page: "trace", id: traceId, span: null }}>Open the trace</Link>
          <Link to={{ page: "compare", parameters: { b: traceId } }}>Compare with a typical one</Link>
          <button type="button" className="button small" onClick={close}>
            Close
          </button>
        </span>
      </div>
      {error && (
        <p className="error-line">
          <ErrorMark /> It failed: {error}
        </p>
      )}
      <Headline anatomy={anatomy} />
      {phases.length > 0 ? (
        <>
          <AnatomyBar anatomy={anatomy} />
          <PhaseTable anatomy={anatomy} range={range} serving={serving} />
        </>
      ) : (
        <p className="warning-line quiet">
          Its trace has no span of a stage, as {serving.label} tells them. Say below which spans are the
          stages.
        </p>
      )}
    </section>
  );
}

/** The figures that a serving engineer asks for, each with how it comes about. */
function Headline({ anatomy }: { anatomy: Anatomy }) {
  const { request, duration, phases, timeToFirstToken, perToken } = anatomy;
  const { inputTokens, outputTokens } = request;
  const decode = phases.find((phase) => phase.id === "decode");
  return (
    <dl className="headline">
      <Figure name="Whole request">{formatDuration(duration)}</Figure>
      <Figure name="Time to first token" note="From the start of the request to its first token">
        {timeToFirstToken === null ? "none came" : formatDuration(timeToFirstToken)}
      </Figure>
      <Figure
        name="Between tokens"
        note={
          perToken === null
            ? undefined
            : `${decode ? `${formatDuration(decode.duration)} of decode` : "What followed"} for ${plural(outputTokens - 1, "token")} after the first`
        }
      >
        {perToken === null ? "–" : formatDuration(perToken)}
      </Figure>
      <Figure name="Prompt">{Number.isNaN(inputTokens) ? "–" : `${formatCount(inputTokens)} tokens`}</Figure>
      <Figure name="Answer">
        {Number.isNaN(outputTokens) ? "–" : `${formatCount(outputTokens)} tokens`}
      </Figure>
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
