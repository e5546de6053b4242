import { failure, fetchOrExplain } from "./http";

/** Fetches JSON values that come one to a line, and hands each on as it comes. */
export async function readLines<T>(
  url: string,
  signal: AbortSignal,
  take: (value: T) => void,
): Promise<void> {
  const response = await fetchOrExplain(url, signal);
  if (!response.ok) throw await failure(response, url);
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line.trim()) take(JSON.parse(line) as T);
    if (done) return;
  }
}
