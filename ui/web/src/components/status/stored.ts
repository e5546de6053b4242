import type { Heads, Listener, Pieces, Status } from "../../api/status";
import { formatCount } from "../../format/quantity";
import { formatSeconds } from "../../format/time";

/** What a span costs in blocks, null while there is no block. Spans of the head are in none yet. */
export function bytesPerSpan(status: Status): number | null {
  const inBlocks = (status.spans ?? 0) - (status.headSpans ?? 0);
  return status.blockBytes && inBlocks > 0 ? status.blockBytes / inBlocks : null;
}

/** How often a span was written to a block, all told; null while none was flushed. */
export function writeAmplification(pieces: Pieces): number | null {
  const { spansFlushed, spansMoved, spansMerged } = pieces;
  return spansFlushed > 0 ? (spansFlushed + spansMoved + spansMerged) / spansFlushed : null;
}

/** About how much traffic the heads have room for; null while no spans arrive. */
export function headsHold(heads: Heads): string | null {
  const { secondsHeld } = heads;
  return secondsHeld === null || secondsHeld < 0 ? null : formatSeconds(secondsHeld);
}

/** How many traces wait to be moved, and for how long. */
export function waitingTraces(pieces: Pieces): { count: string; oldest: string | null } {
  return {
    count: formatCount(pieces.tracesWaiting),
    oldest: pieces.tracesWaiting > 0 ? `oldest ${formatSeconds(pieces.oldestSeconds)}` : null,
  };
}

/** Counted as events, but neither rare nor amiss: they have places of their own on the page. */
const USUAL = ["flushes_forced", "spans_flushed", "spans_moved", "spans_merged", "traces_moved"];

/** The events that are worth a look, the most frequent first. */
export function rareEvents(events: Record<string, number>): [string, number][] {
  return counted(events).filter(([name]) => !USUAL.includes(name));
}

/** What was counted at least once, the most frequent first. */
export function counted(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
}

/** Whether nothing is stored; one that starts or stops does not know. */
export function isEmpty(status: Status | undefined): status is Status {
  return status?.spans === 0 && !status.readOnly;
}

/** The URL to send spans to, as it is reached from where the page is seen. */
export function endpointOf(listening: Listener[], name: string, port: number, pageHost: string): string {
  const url = listening.find((listener) => listener.name === name)?.url ?? `http://${pageHost}:${port}`;
  return url
    .replace(/\/\/(0\.0\.0\.0|\[::\]|\[0:0:0:0:0:0:0:0\])(?=[:/]|$)/, `//${pageHost}`)
    .replace(/\/$/, "");
}
