import { useEffect, useMemo } from "react";
import type { Series } from "../../api/metrics";
import { errorPlace } from "../../query/position";
import { navigate } from "../../routing/location";
import { type Interval, intervalOf, rangeOf, rangeSeconds } from "../../routing/range";
import { DEFAULT_METRIC, DEFAULT_SEARCH, type MetricsRoute } from "../../routing/route";
import { ExemplarList } from "../chart/ExemplarList";
import { TimeChart } from "../chart/TimeChart";
import { unitOf } from "../chart/unit";
import { ErrorLine } from "../common/ErrorLine";
import { RangePicker } from "../common/RangePicker";
import { useAskedAt } from "../common/useAskedAt";
import { Warnings } from "../common/Warnings";
import { QueryEditor } from "../query/QueryEditor";
import { useDraft } from "../query/useDraft";
import { HeatCanvas } from "../search/HeatCanvas";
import { heatOf, meaningOf } from "../search/heat";
import { NoSpans } from "../search/NoSpans";
import { MetricForm } from "./MetricForm";
import { spansOf } from "./metric";
import { useMetric } from "./useMetric";

const POINTS = 120;
const EXEMPLARS = 50;

/** Any metrics query as a chart; a series leads to its spans, a dot to its trace. */
export function MetricsPage({ route }: { route: MetricsRoute }) {
  const { askedAt, again } = useAskedAt(`${route.query} ${route.range}`);
  const draft = useDraft(route, DEFAULT_METRIC, again);
  const step = Math.max(1, Math.ceil(rangeSeconds(route.range) / POINTS));
  const { query, range } = route;
  const answer = useMetric({ query, range, step, exemplars: EXEMPLARS }, askedAt);
  useEffect(() => {
    document.title = "Metrics – Rubato";
  }, []);
  const search = (series: Series) =>
    navigate({ ...DEFAULT_SEARCH, query: spansOf(query, series), range: route.range });
  return (
    <main className="page wide" id="main">
      <h1 className="sr-only">Metrics explorer</h1>
      <search className="search">
        <div className="search-line">
          <QueryEditor
            draft={draft}
            label="TraceQL metrics query"
            placeholder={DEFAULT_METRIC}
            refused={answer.error ? { query, message: answer.error.message } : null}
          />
          <button type="button" className="button primary" onClick={() => draft.ask(draft.text)}>
            Run
          </button>
          <RangePicker range={range} change={(next) => navigate({ ...route, range: next })} />
        </div>
        <MetricForm query={draft.text} ask={draft.ask} />
      </search>
      {answer.error && errorPlace(answer.error.message, query) === null && (
        <ErrorLine text={answer.error.message} />
      )}
      <Warnings of={[answer.data?.message]} />
      {!answer.error && (
        <section
          className={answer.isPlaceholderData ? "panel stale chart-panel" : "panel chart-panel"}
          aria-label="Chart"
          aria-busy={answer.isFetching}
        >
          {answer.data && (
            <Answer
              route={route}
              series={answer.data.series}
              interval={intervalOf(range, askedAt)}
              search={search}
              again={again}
            />
          )}
        </section>
      )}
    </main>
  );
}

interface AnswerProps {
  route: MetricsRoute;
  series: Series[];
  interval: Interval;
  search: (series: Series) => void;
  again: () => void;
}

function Answer({ route, series, interval, search, again }: AnswerProps) {
  const unit = unitOf(route.query);
  const heat = useMemo(
    () => (/histogram_over_time/.test(route.query) ? heatOf(series) : null),
    [route.query, series],
  );
  const zoom = (start: number, end: number) => navigate({ ...route, range: rangeOf({ start, end }) });
  // Of how often something happens no single span is telling, unless it is rare.
  const dotted = unit !== "perSecond" || /status\s*=\s*error/.test(route.query);
  const hasValues = series.some((one) => one.values.some((value) => value > 0));
  if (!hasValues) {
    return (
      <NoSpans
        text="Nothing was measured in this time range. Try a filter that more spans match."
        longer={route.range === "7d" ? null : { ...route, range: "7d" }}
        again={again}
      />
    );
  }
  if (heat) {
    return (
      <HeatCanvas
        heat={heat}
        choose={(cells) => {
          const { start, end } = meaningOf(heat, cells);
          zoom(start, end);
        }}
      />
    );
  }
  return (
    <>
      <TimeChart
        title={route.query}
        series={dotted ? series : series.map((one) => ({ ...one, exemplars: [] }))}
        unit={unit}
        interval={interval}
        height={340}
        choose={{ label: "Search these spans", series: search }}
        zoom={zoom}
      />
      <p className="muted chart-help">
        Click a series to search its spans, drag over the chart to zoom
        {dotted ? ", click a dot to open its trace." : "."}
      </p>
      {dotted && <ExemplarList series={series} unit={unit} />}
    </>
  );
}
