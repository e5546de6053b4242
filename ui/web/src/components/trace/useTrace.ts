import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { fetchSpanCount } from "../../api/spanCount";
import { TraceClient, type TraceState } from "../../trace/client";
import { openedFile } from "../../trace/openedFiles";

const LOOK_MILLIS = 3000;

/** A trace that ended longer ago is not expected to grow. */
const GROWS_WITHIN_MILLIS = 5 * 60_000;

export interface OpenTrace {
  state: TraceState;
  client: TraceClient;
  /** Whether it is looked at again and again because it may still grow. */
  isFollowed: boolean;
  isFile: boolean;
  reload: () => void;
}

/** The trace of an id, read by a worker; while it is young it is followed as it grows. */
export function useTrace(id: string): OpenTrace {
  const file = openedFile(id);
  const client = useClient(id, file);
  const state = useSyncExternalStore(client.subscribe, client.snapshot);
  const shownCount = state.phase === "open" && state.isWhole ? state.head.spanCount : 0;
  const isFollowed = file === undefined && shownCount > 0 && isYoung(state);
  const stored = useQuery({
    queryKey: ["span count", id],
    queryFn: ({ signal }) => fetchSpanCount(id, signal),
    enabled: isFollowed,
    refetchInterval: LOOK_MILLIS,
  });
  const storedCount = stored.data ?? 0;
  useEffect(() => {
    if (isFollowed && storedCount > shownCount) client.fetch(id);
  }, [isFollowed, storedCount, shownCount, client, id]);
  return { state, client, isFollowed, isFile: file !== undefined, reload: () => client.fetch(id) };
}

/** A client of its own for each trace. React may mount twice, so the worker starts with the effect. */
function useClient(id: string, file: string | undefined): TraceClient {
  const client = useMemo(() => new TraceClient(), []);
  useEffect(() => {
    client.start(id, file);
    return () => client.close();
  }, [client, id, file]);
  return client;
}

function isYoung(state: TraceState): boolean {
  if (state.phase !== "open") return false;
  const endMillis = Number(state.head.startNanos / 1_000_000n) + state.head.duration / 1e6;
  return Date.now() - endMillis < GROWS_WITHIN_MILLIS;
}
