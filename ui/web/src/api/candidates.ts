import { getJson } from "./http";
import type { FoundTrace } from "./search";

/** The traces that a query finds in all that is stored, the newest or the longest first; at most so many. */
export async function fetchTraces(
  query: string,
  order: "start" | "duration",
  limit: number,
  signal: AbortSignal,
): Promise<FoundTrace[]> {
  const parameters = new URLSearchParams({ q: query, limit: String(limit), sort: order });
  const answer = await getJson<{ traces?: FoundTrace[] }>(`/api/rubato/search?${parameters}`, signal);
  return answer.traces ?? [];
}
