import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { metricsOverTime, metricsTotal } from "../../api/metrics";
import { withCondition } from "../../query/conditions";
import { rangeSeconds } from "../../routing/range";
import { redOf } from "./red";

const POINTS = 40;

/** Rate, errors and durations of the spans of a filter, by an attribute. */
export function useRed(query: string, attribute: string, range: string, askedAt: number) {
  const step = Math.max(1, Math.ceil(rangeSeconds(range) / POINTS));
  return useQuery({
    queryKey: ["red", query, attribute, range, askedAt],
    queryFn: async ({ signal }) => {
      const over = (filter: string, measure: string) => {
        const question = { query: `${filter} | ${measure} by (${attribute})`, range, step, exemplars: 1 };
        return metricsOverTime(question, askedAt, signal);
      };
      const failed = withCondition(query, { attribute: "status", operator: "=", value: "error" });
      const [rates, errors, durations, quantiles] = await Promise.all([
        over(query, "rate()"),
        over(failed, "rate()"),
        over(query, "quantile_over_time(duration, .95)"),
        metricsTotal(
          `${query} | quantile_over_time(duration, .5, .95, .99) by (${attribute})`,
          range,
          askedAt,
          signal,
        ),
      ]);
      return {
        rows: redOf(attribute, {
          rates: rates.series,
          errors: errors.series,
          durations: durations.series,
          quantiles,
        }),
        messages: [rates.message, errors.message, durations.message],
      };
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}
