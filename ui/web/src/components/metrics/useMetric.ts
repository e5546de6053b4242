import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type MetricsQuestion, metricsOverTime } from "../../api/metrics";

/** The answer to a metrics query; the one before stays until it is there. */
export function useMetric(question: MetricsQuestion, askedAt: number) {
  return useQuery({
    queryKey: ["metric", question, askedAt],
    queryFn: ({ signal }) => metricsOverTime(question, askedAt, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}
