import { getJson } from "./http";

/** What may stand at a place of a query: any candidate may replace what is between two places. */
export interface Completion {
  from: number;
  to: number;
  candidates: string[];
}

export function fetchCompletion(query: string, at: number, signal: AbortSignal): Promise<Completion> {
  const parameters = new URLSearchParams({ q: query, at: String(at), limit: "50" });
  return getJson<Completion>(`/api/rubato/complete?${parameters}`, signal);
}
