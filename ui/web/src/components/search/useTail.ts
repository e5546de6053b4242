import { useEffect, useState } from "react";
import type { FoundTrace } from "../../api/search";
import { follow } from "../../api/tail";

const MOST = 500;

/** The traces that came in since the query is followed, the newest first. */
export function useTail(query: string, on: boolean) {
  const [traces, setTraces] = useState<FoundTrace[]>([]);
  const [ended, setEnded] = useState<string | null>(null);
  useEffect(() => {
    setTraces([]);
    setEnded(null);
    if (!on) return;
    // What comes in close together is drawn at once.
    let waiting: FoundTrace[] = [];
    const timer = setInterval(() => {
      if (waiting.length === 0) return;
      const fresh = waiting.reverse();
      waiting = [];
      setTraces((known) => withoutRepeats([...fresh, ...known]).slice(0, MOST));
    }, 400);
    const stop = follow(query, (trace) => waiting.push(trace), setEnded);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [query, on]);
  return { traces, ended };
}

/** The first of each trace: it is told again when more of it has come in. */
export function withoutRepeats(traces: readonly FoundTrace[]): FoundTrace[] {
  const known = new Set<string>();
  return traces.filter(({ traceID }) => !known.has(traceID) && known.add(traceID));
}
