import { failure, fetchOrExplain } from "./http";

/** Fetches a trace by its id in hex, as protobuf; null if there is none. */
export async function fetchTrace(id: string, signal: AbortSignal): Promise<ArrayBuffer | null> {
  const url = `/api/v2/traces/${encodeURIComponent(id)}`;
  const response = await fetchOrExplain(url, signal, "application/protobuf");
  if (response.status === 404) return null;
  if (!response.ok) throw await failure(response, url);
  return response.arrayBuffer();
}
