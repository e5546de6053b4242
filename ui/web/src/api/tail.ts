import type { FoundTrace } from "./search";

/** Follows the traces that match as they come in. Returns what ends it. */
export function follow(
  query: string,
  take: (trace: FoundTrace) => void,
  ended: (why: string) => void,
): () => void {
  const events = new EventSource(`/api/rubato/tail?${new URLSearchParams({ q: query })}`);
  events.addEventListener("trace", (event) => take(JSON.parse(event.data) as FoundTrace));
  events.addEventListener("end", (event) => {
    events.close();
    ended(String(event.data));
  });
  events.addEventListener("error", (event) => {
    // With data it is the server's; without, the connection was lost, and the browser tries again unless closed.
    if (event instanceof MessageEvent) {
      events.close();
      ended(String(event.data));
    } else if (events.readyState === EventSource.CLOSED) {
      ended("the server refused to be followed");
    }
  });
  return () => events.close();
}
