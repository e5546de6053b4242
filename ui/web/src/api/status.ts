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
  bytesReceived?: number;
  duplicates?: number;
  heads?: Heads;
  pieces?: Pieces;
  spansRefused?: Record<string, number>;
  /** Rare events since the start, by name. */
  events?: Record<string, number>;
  listening?: Listener[];
}

/** What holds spans until they are flushed to blocks. */
export interface Heads {
  count: number;
  bytesPerSpan: number;
  /** How many seconds of spans fit in at the present rate, null while none arrive. */
  secondsHeld: number | null;
  /** How often one was flushed for want of memory. */
  flushesForced: number;
}

/** Traces that arrived in pieces, and what it took to give each one place. Spans are counted since the start. */
export interface Pieces {
  /** In several blocks. */
  tracesWaiting: number;
  /** In heads, with spans elsewhere. */
  tracesInHeads: number;
  oldestSeconds: number;
  spansFlushed: number;
  spansMoved: number;
  spansMerged: number;
}

export interface Listener {
  name: string;
  url: string;
}

export interface StoredBlock {
  id: string;
  bytes: number;
  spans: number;
  traces: number;
  morsels: number;
  startNanos?: string;
  endNanos?: string;
}

/** A column, dictionary or index of all blocks together. */
export interface StoredPart {
  kind: "column" | "dictionary" | "index";
  level: string;
  name: string;
  attribute: boolean;
  bytes: number;
  values?: number;
}

/** What the bytes on disk are spent on. */
export interface Storage {
  /** 0 for ever. */
  retentionSeconds: number;
  /** 0 for no bound. */
  maxTotalBytes: number;
  blocks: StoredBlock[];
  parts: StoredPart[];
  damaged: string[];
}

export interface SlowQuery {
  at: number;
  route: string;
  query: string;
  start?: string;
  end?: string;
  status: number;
  micros: number;
}

export function fetchStatus(signal: AbortSignal): Promise<Status> {
  return getJson<Status>("/api/rubato/status", signal);
}

export function fetchStorage(signal: AbortSignal): Promise<Storage> {
  return getJson<Storage>("/api/rubato/storage", signal);
}

export async function fetchSlowQueries(signal: AbortSignal): Promise<SlowQuery[]> {
  return (await getJson<{ queries: SlowQuery[] }>("/api/rubato/slow-queries", signal)).queries;
}
