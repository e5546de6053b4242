import { getJson } from "./http";

/** What the server holds. Nanoseconds are decimal strings; any field may be absent. */
export interface Status {
  version?: string;
  startedAt?: number;
  dataDir?: string;
  readOnly?: string | null;
  spans?: number;
  traces?: number;
  blocks?: number;
  blockBytes?: number;
  headSpans?: number;
  headBytes?: number;
  walBytes?: number;
  oldestStartNanos?: string;
  newestStartNanos?: string;
  spansReceived?: number;
  spansRefused?: Record<string, number>;
  listening?: Listener[];
}

export interface Listener {
  name: string;
  url: string;
}

export function fetchStatus(signal: AbortSignal): Promise<Status> {
  return getJson<Status>("/api/rubato/status", signal);
}
