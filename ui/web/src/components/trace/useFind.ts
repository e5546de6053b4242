import { useEffect, useMemo, useRef, useState } from "react";
import type { TraceClient } from "../../trace/client";
import type { Row } from "../../trace/tree";

/** A text that is looked for in a trace, and the span of it that one is at. */
export interface Find {
  text: string;
  search: (text: string) => void;
  /** How many spans have the text, null while none is looked for. */
  count: number | null;
  /** Which of them one is at, from 1; 0 before the first step. */
  at: number;
  step: (by: 1 | -1) => void;
  /** The keys of the spans that have the text. */
  keys: ReadonlySet<string>;
}

const TYPING_MILLIS = 120;

/** Looks for the text that the URL has. */
export function useFind(
  client: TraceClient,
  rows: Row[],
  text: string,
  setText: (text: string) => void,
  goTo: (key: string) => void,
): Find {
  const [found, setFound] = useState<ReadonlySet<number> | null>(null);
  const [at, setAt] = useState(0);
  const steps = useRef(goTo);
  steps.current = goTo;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that were added are searched, too
  useEffect(() => {
    if (text.trim() === "") {
      setFound(null);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const indexes = await client.find(text);
      if (isCurrent) setFound(new Set(indexes));
    }, TYPING_MILLIS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, rows, text]);
  const keys = useMemo(
    () => (found ? rows.filter((row) => found.has(row.span.index)).map((row) => row.span.key) : []),
    [rows, found],
  );
  const keySet = useMemo(() => new Set(keys), [keys]);
  return {
    text,
    search: (next) => {
      setText(next);
      setAt(0);
    },
    count: found && keys.length,
    at: Math.min(at, keys.length),
    step: (by) => {
      if (keys.length === 0) return;
      const next = at === 0 && by < 0 ? keys.length : ((at - 1 + by + keys.length) % keys.length) + 1;
      setAt(next);
      steps.current(keys[next - 1] as string);
    },
    keys: keySet,
  };
}
