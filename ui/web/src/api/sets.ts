import { apiRange } from "../routing/range";
import type { CompareSeries } from "../trace/attribution";
import { getJson } from "./http";

/** Counts by attribute and value what of the spans of a query is in a selection, and what is not. */
export async function fetchCompare(
  base: string,
  selection: string,
  range: string,
  signal: AbortSignal,
): Promise<CompareSeries[]> {
  const parameters = new URLSearchParams({
    q: `${base} | compare(${selection}, 30)`,
    ...apiRange(range, Date.now()),
  });
  const answer = await getJson<{ series?: CompareSeries[] }>(`/api/metrics/query?${parameters}`, signal);
  return answer.series ?? [];
}
