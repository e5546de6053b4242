import { getJson, HttpError } from "./http";
import type { ResourceSpans } from "./otlp";

interface TraceAnswer {
  trace?: { resourceSpans?: ResourceSpans[] };
  status?: string;
  message?: string;
}

/** A trace as it is stored; the message says why if it is only a part. */
export interface StoredTrace {
  resourceSpans: ResourceSpans[];
  message: string | null;
}

/** Fetches a trace by its id in hex, null if there is none. */
export async function fetchTrace(id: string, signal: AbortSignal): Promise<StoredTrace | null> {
  try {
    const answer = await getJson<TraceAnswer>(`/api/v2/traces/${encodeURIComponent(id)}`, signal);
    const resourceSpans = answer.trace?.resourceSpans ?? [];
    if (resourceSpans.length === 0) return null;
    const partial = answer.status === "PARTIAL";
    return {
      resourceSpans,
      message: partial ? (answer.message ?? "Only a part of the trace is here.") : null,
    };
  } catch (e) {
    if (e instanceof HttpError && e.status === 404) return null;
    throw e;
  }
}
