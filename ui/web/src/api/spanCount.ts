import { getJson } from "./http";
import type { FoundTrace } from "./search";

/** How many spans of a trace are stored. Much cheaper than the trace itself. */
export async function fetchSpanCount(id: string, signal: AbortSignal): Promise<number> {
  const parameters = new URLSearchParams({
    q: `{ trace:id = "${id.padStart(32, "0")}" }`,
    limit: "1",
    spss: "1",
  });
  const answer = await getJson<{ traces?: FoundTrace[] }>(`/api/search?${parameters}`, signal);
  const services = Object.values(answer.traces?.[0]?.serviceStats ?? {});
  return services.reduce((sum, service) => sum + (service.spanCount ?? 0), 0);
}
