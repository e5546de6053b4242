import { useQuery } from "@tanstack/react-query";
import { metricsTotal } from "../../api/metrics";
import type { SetQuestion } from "./setQuestion";

/** The filter of the slowest twentieth of the spans: those that took their P95 or longer. */
export function useSlowest({ base, kind, range }: SetQuestion): {
  selection: string | null;
  error: Error | null;
} {
  const p95 = useQuery({
    queryKey: ["p95", base, range],
    queryFn: async ({ signal }) => {
      const query = `${base} | quantile_over_time(duration, 0.95)`;
      const [total] = await metricsTotal(query, range, Date.now(), signal, 0);
      return total?.value ?? 0;
    },
    enabled: kind === "slow",
  });
  const selection = p95.data === undefined ? null : `{ duration >= ${Math.round(p95.data * 1e6)}us }`;
  return { selection, error: p95.error };
}
