import type { Status } from "../../api/status";
import { formatBytes, formatCount } from "../../format/quantity";
import { formatAgo, formatTime, nanosToMillis } from "../../format/time";
import { Fact } from "./Fact";
import { RefusedSpans } from "./RefusedSpans";
import { bytesPerSpan } from "./stored";

interface Props {
  status: Status;
  now: number;
  ingestRate: number | null;
  live: boolean;
}

/** What the store holds, in figures. */
export function StatusPanel({ status, now, ingestRate, live }: Props) {
  const perSpan = bytesPerSpan(status);
  return (
    <section aria-labelledby="stored" className="panel">
      <h1 id="stored">What is stored</h1>
      <dl className="facts">
        <Fact name="Spans">{count(status.spans)}</Fact>
        <Fact name="Traces">{count(status.traces)}</Fact>
        <Fact name="Ingest" note="Spans received per second, between the last two looks">
          {rateText(ingestRate, live)}
        </Fact>
        <Fact name="On disk" note={`${count(status.blocks)} blocks`}>
          {bytes(status.blockBytes)}
          <small> in {count(status.blocks)} blocks</small>
        </Fact>
        <Fact name="Bytes/span" note="In blocks, all columns and indexes included">
          {perSpan === null ? "–" : perSpan.toFixed(1)}
        </Fact>
        <Fact name="In the head" note="Searchable, on disk in the write-ahead log, not yet in a block">
          {count(status.headSpans)} <small>spans, {bytes(status.headBytes)}</small>
        </Fact>
        <Fact name="Write-ahead log">{bytes(status.walBytes)}</Fact>
        <Fact name="Oldest span">{ago(status.oldestStartNanos, now)}</Fact>
        <Fact name="Newest span">{ago(status.newestStartNanos, now)}</Fact>
        <Fact name="State">{status.readOnly ? "Read-only" : "Taking spans"}</Fact>
      </dl>
      <RefusedSpans refused={status.spansRefused ?? {}} />
      <p className="muted">
        {status.version && <>Rubato {status.version}. </>}
        {status.startedAt !== undefined && <>Up since {formatTime(status.startedAt).slice(0, 19)}. </>}
        {status.dataDir && (
          <>
            Data in <code>{status.dataDir}</code>.
          </>
        )}
      </p>
    </section>
  );
}

function count(value: number | undefined): string {
  return value === undefined ? "–" : formatCount(value);
}

function bytes(value: number | undefined): string {
  return value === undefined ? "–" : formatBytes(value);
}

function ago(nanos: string | undefined, now: number) {
  if (nanos === undefined) return "–";
  const millis = nanosToMillis(nanos);
  return <time title={formatTime(millis)}>{formatAgo(millis, now)}</time>;
}

function rateText(rate: number | null, live: boolean) {
  if (!live) return <small>refresh is off</small>;
  if (rate === null) return <small>measuring</small>;
  return (
    <>
      {formatCount(rate)} <small>spans/s</small>
    </>
  );
}
