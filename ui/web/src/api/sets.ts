import { apiRange } from "../routing/range";
import type { CompareSeries } from "../trace/attribution";
import { getJson } from "./http";

/** So many values of each attribute are counted, the most frequent: enough to put numbers into ranges. */
const MOST_VALUES = 300;

/** Counts by attribute and value what of the spans of a query is in a selection, and what is not. */
export async function fetchCompare(
  base: string,
  selection: string,
  range: string,
  signal: AbortSignal,
): Promise<CompareSeries[]> {
  const parameters = new URLSearchParams({
    q: `${base} | compare(${selection}, ${MOST_VALUES})`,
    ...apiRange(range, Date.now(), 0),
  });
  const answer = await getJson<{ series?: CompareSeries[] }>(`/api/metrics/query?${parameters}`, signal);
  return answer.series ?? [];
}
