import type { Status } from "../../api/status";
import { formatCount, plural } from "../../format/quantity";
import { formatAgo, formatTime, nanosToMillis } from "../../format/time";
import { bytes, count, Fact } from "./Fact";
import { bytesPerSpan } from "./stored";

interface Props {
  status: Status;
  now: number;
  ingestRate: number | null;
}

/** What the store holds and takes in, in figures. */
export function StatusPanel({ status, now, ingestRate }: Props) {
  const perSpan = bytesPerSpan(status);
  return (
    <section aria-labelledby="stored" className="panel">
      <h2 id="stored">What is stored</h2>
      <dl className="facts">
        <Fact name="State">{status.readOnly ? "Read-only" : "Taking spans"}</Fact>
        <Fact name="Ingest" note="Spans received per second, between the last two looks">
          {ingestRate === null ? <small>measuring</small> : formatCount(ingestRate)}
          {ingestRate !== null && <small> spans/s</small>}
        </Fact>
        <Fact name="Newest span" note="When it started: how fresh what can be found is">
          {ago(status.newestStartNanos, now)}
        </Fact>
        <Fact name="Oldest span">{ago(status.oldestStartNanos, now)}</Fact>
        <Fact name="Spans">{count(status.spans)}</Fact>
        <Fact name="Traces">{count(status.traces)}</Fact>
        <Fact name="On disk">
          {bytes(status.blockBytes)}
          <small> in {plural(status.blocks ?? 0, "block")}</small>
        </Fact>
        <Fact name="Bytes/span" note="In blocks, all columns and indexes included">
          {perSpan === null ? "–" : perSpan.toFixed(1)}
        </Fact>
        <Fact name="Received since the start">
          {count(status.spansReceived)} <small>spans, {bytes(status.bytesReceived)}</small>
        </Fact>
        <Fact name="Repeated" note="Spans that were stored already">
          {count(status.duplicates)}
        </Fact>
      </dl>
      <p className="muted">
        {status.version && <>Rubato {status.version}. </>}
        {status.startedAt !== undefined && <>Up since {formatTime(status.startedAt).slice(0, 19)}. </>}
        {status.dataDir && (
          <>
            Data in <code>{status.dataDir}</code>.
          </>
        )}
      </p>
      <ul className="listeners">
        {status.listening?.map((listener) => (
          <li key={listener.name}>
            {listener.name} <code>{listener.url}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ago(nanos: string | undefined, now: number) {
  if (!nanos || nanos === "0") return "–";
  const millis = nanosToMillis(nanos);
  return <time title={formatTime(millis)}>{formatAgo(Math.min(millis, now), now)}</time>;
}
