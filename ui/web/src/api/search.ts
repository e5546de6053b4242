import { getJson } from "./http";

/** One found trace, in the shape of Tempo's search: fields of value zero are absent. */
export interface FoundTrace {
  traceID: string;
  rootServiceName?: string;
  rootTraceName?: string;
  startTimeUnixNano?: string;
  durationMs?: number;
  spanSets?: { matched?: number }[];
  serviceStats?: Record<string, { spanCount?: number; errorCount?: number }>;
}

export const SEARCH_LIMIT = 50;

/** Spans of senders whose clock is a little ahead are found too. */
const CLOCK_SKEW_SECONDS = 30;

export function searchUrl(query: string, rangeSeconds: number, nowMillis: number): string {
  const end = Math.ceil(nowMillis / 1000) + CLOCK_SKEW_SECONDS;
  const parameters = new URLSearchParams({
    q: query,
    limit: String(SEARCH_LIMIT),
    start: String(end - rangeSeconds),
    end: String(end),
  });
  return `/api/search?${parameters}`;
}

export async function search(
  query: string,
  rangeSeconds: number,
  signal: AbortSignal,
): Promise<FoundTrace[]> {
  const answer = await getJson<{ traces?: FoundTrace[] }>(searchUrl(query, rangeSeconds, Date.now()), signal);
  return answer.traces ?? [];
}
