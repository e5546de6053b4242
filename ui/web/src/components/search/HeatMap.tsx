import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { metricsOverTime } from "../../api/metrics";
import { plural } from "../../format/quantity";
import { withCondition } from "../../query/conditions";
import { navigate } from "../../routing/location";
import { rangeOf, rangeSeconds } from "../../routing/range";
import type { SearchRoute } from "../../routing/route";
import { literalOfSeconds } from "./duration";
import { HeatCanvas } from "./HeatCanvas";
import { type Cells, type Heat, heatOf, meaningOf } from "./heat";

const COLUMNS = 90;

interface Props {
  route: SearchRoute;
  askedAt: number;
  enabled: boolean;
}

/** When the matching spans were and how long they took; a part of it narrows the search. */
export function HeatMap({ route, askedAt, enabled }: Props) {
  const { query, range } = route;
  const step = Math.max(1, Math.ceil(rangeSeconds(range) / COLUMNS));
  const answer = useQuery({
    queryKey: ["heat", query, range, askedAt],
    queryFn: ({ signal }) =>
      metricsOverTime({ query: `${query} | histogram_over_time(duration)`, range, step }, askedAt, signal),
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  });
  const heat = useMemo(() => heatOf(answer.data?.series ?? []), [answer.data]);
  const narrow = (cells: Cells) => heat && navigate(narrowed(route, heat, cells));
  return (
    <section className="panel heat" aria-label="Durations over time">
      <p className="heat-title">
        {heat ? plural(heat.total, "span") : "Spans"} by time and duration
        <small>Drag over a part to look into it.</small>
      </p>
      <div className={answer.isPlaceholderData ? "heat-body stale" : "heat-body"}>
        {heat && <HeatCanvas heat={heat} choose={narrow} />}
        {!heat && answer.isSuccess && <p className="muted">No span matches in this time range.</p>}
        {answer.error && <p className="muted">Not for this query: {answer.error.message}</p>}
      </div>
    </section>
  );
}

function narrowed(route: SearchRoute, heat: Heat, cells: Cells): SearchRoute {
  const { start, end, longerThan, upTo } = meaningOf(heat, cells);
  let query = route.query;
  if (longerThan !== null) {
    query = withCondition(query, {
      attribute: "duration",
      operator: ">=",
      value: literalOfSeconds(longerThan),
    });
  }
  if (upTo !== null) {
    query = withCondition(query, { attribute: "duration", operator: "<=", value: literalOfSeconds(upTo) });
  }
  return { ...route, query, range: rangeOf({ start, end }), live: false };
}
