import type { Heads, Pieces, Status } from "../../api/status";
import { formatBytes, formatCount } from "../../format/quantity";
import { bytes, count, Fact } from "./Fact";
import { headsHold, waitingTraces, writeAmplification } from "./stored";

/** What is on its way to blocks, and what of it arrived in pieces. An older server says less of it. */
export function HeadsPanel({ status }: { status: Status }) {
  return (
    <section aria-labelledby="heads" className="panel across">
      <h2 id="heads">On the way to blocks</h2>
      <dl className="facts">
        {status.heads && <HeadFacts heads={status.heads} />}
        <Fact
          name="Spans in heads"
          note="Searchable, in memory and in the write-ahead log, not yet in a block"
        >
          {count(status.headSpans)}
          <small> in {bytes(status.headBytes)}</small>
        </Fact>
        <Fact name="Write-ahead log">{bytes(status.walBytes)}</Fact>
        {status.pieces && <PieceFacts pieces={status.pieces} />}
      </dl>
    </section>
  );
}

function HeadFacts({ heads }: { heads: Heads }) {
  const hold = headsHold(heads);
  return (
    <>
      <Fact name="Heads" note="They hold spans in memory until these are flushed to a block">
        {formatCount(heads.count)}
        {heads.bytesPerSpan > 0 && <small> {formatBytes(heads.bytesPerSpan)} a span</small>}
      </Fact>
      <Fact
        name="Heads hold about"
        note="At the present rate: how much of the last minute's traffic fits into the memory for heads"
      >
        {hold ?? "–"}
        <small> {hold ? "of traffic" : "no spans arrive"}</small>
      </Fact>
      <Fact
        name="Flushes forced by memory"
        note="Heads flushed for want of memory while traces in them went on: more memory would keep these whole"
      >
        {formatCount(heads.flushesForced)}
      </Fact>
    </>
  );
}

function PieceFacts({ pieces }: { pieces: Pieces }) {
  const waiting = waitingTraces(pieces);
  const amplification = writeAmplification(pieces);
  return (
    <>
      <Fact name="Traces to be moved" note="They lie in several blocks and wait to be moved to one">
        {waiting.count}
        {waiting.oldest && <small> {waiting.oldest}</small>}
      </Fact>
      <Fact name="Late traces in heads" note="Traces in heads that have spans elsewhere">
        {formatCount(pieces.tracesInHeads)}
      </Fact>
      <Fact
        name="Write amplification"
        note={`How often a span was written to a block since the start: ${written(pieces)}`}
      >
        {amplification === null ? "–" : amplification.toFixed(2)}
        <small> {amplification === null ? "nothing flushed" : "times"}</small>
      </Fact>
    </>
  );
}

function written({ spansFlushed, spansMoved, spansMerged }: Pieces): string {
  return `${formatCount(spansFlushed)} flushed, ${formatCount(spansMoved)} moved, ${formatCount(spansMerged)} merged`;
}
