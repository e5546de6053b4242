import { withCondition } from "../../query/conditions";
import { intervalOf, rangeSeconds } from "../../routing/range";
import { ExemplarList } from "../chart/ExemplarList";
import { TimeChart } from "../chart/TimeChart";
import type { Unit } from "../chart/unit";
import { ErrorLine } from "../common/ErrorLine";
import { useMetric } from "../metrics/useMetric";

interface Props {
  query: string;
  range: string;
  askedAt: number;
  zoom: (start: number, end: number) => void;
}

const POINTS = 80;

/** Rate, errors and durations of the spans of a filter, over time. */
export function ServiceCharts({ query, range, askedAt, zoom }: Props) {
  const step = Math.max(1, Math.ceil(rangeSeconds(range) / POINTS));
  const failed = withCondition(query, { attribute: "status", operator: "=", value: "error" });
  const rate = useMetric({ query: `${query} | rate()`, range, step, exemplars: 1 }, askedAt);
  const errors = useMetric({ query: `${failed} | rate()`, range, step, exemplars: 20 }, askedAt);
  const durations = useMetric(
    { query: `${query} | quantile_over_time(duration, .5, .95, .99)`, range, step, exemplars: 40 },
    askedAt,
  );
  const charts: [string, ReturnType<typeof useMetric>, Unit][] = [
    ["Spans per second", rate, "perSecond"],
    ["Errors per second", errors, "perSecond"],
    ["Duration", durations, "seconds"],
  ];
  return (
    <>
      <div className="charts">
        {charts.map(([title, answer, unit]) => (
          <section key={title} className="panel chart-panel" aria-label={title} aria-busy={answer.isFetching}>
            {answer.error && <ErrorLine text={answer.error.message} />}
            {answer.isPending && <p className="muted">Measuring…</p>}
            {answer.data && (
              <TimeChart
                title={title}
                series={
                  title === "Spans per second" ? withoutExemplars(answer.data.series) : answer.data.series
                }
                unit={unit}
                interval={intervalOf(range, askedAt)}
                zoom={zoom}
              />
            )}
          </section>
        ))}
      </div>
      <ExemplarList series={durations.data?.series ?? []} unit="seconds" />
    </>
  );
}

/** Of a mere number of spans no single one is telling. */
function withoutExemplars<S extends { exemplars: unknown[] }>(series: readonly S[]): S[] {
  return series.map((one) => ({ ...one, exemplars: [] }));
}
