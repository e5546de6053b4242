import { useAttributes } from "../query/useSuggestions";
import { MEASURES, parseMetric, writeMetric } from "./metric";

const USUAL = ["resource.service.name", "name", "status", "kind"];

/** What is measured and by what, as choices that write the query. */
export function MetricForm({ query, ask }: { query: string; ask: (query: string) => void }) {
  const attributes = useAttributes().data ?? [];
  const metric = parseMetric(query);
  if (!metric) return <p className="muted">This query says more than the choices can show.</p>;
  const measures = MEASURES.some((measure) => measure.text === metric.measure)
    ? MEASURES
    : [...MEASURES, { text: metric.measure, label: metric.measure }];
  const by = ["", ...USUAL, ...attributes.filter((name) => !USUAL.includes(name))];
  const errors = metric.filter.includes("status = error");
  return (
    <fieldset className="filter-form" aria-label="What is measured">
      <label className="filter-field">
        <span>Measure</span>
        <select
          className="control"
          value={metric.measure}
          onChange={(event) => ask(writeMetric({ ...metric, measure: event.target.value }))}
        >
          {measures.map((measure) => (
            <option key={measure.text} value={measure.text}>
              {measure.label}
            </option>
          ))}
        </select>
      </label>
      <label className="filter-field">
        <span>By</span>
        <select
          className="control"
          value={metric.by}
          onChange={(event) => ask(writeMetric({ ...metric, by: event.target.value }))}
        >
          {(by.includes(metric.by) ? by : [...by, metric.by]).map((name) => (
            <option key={name} value={name}>
              {name || "(all together)"}
            </option>
          ))}
        </select>
      </label>
      <label className="filter-field narrow">
        <span>Spans</span>
        <select
          className="control"
          value={errors ? "errors" : "filter"}
          disabled={errors && metric.filter !== "{ status = error }"}
          onChange={(event) =>
            ask(
              writeMetric({
                ...metric,
                filter: event.target.value === "errors" ? "{ status = error }" : "{}",
              }),
            )
          }
        >
          <option value="filter">{metric.filter === "{}" || errors ? "all" : "as filtered"}</option>
          <option value="errors">errors</option>
        </select>
      </label>
    </fieldset>
  );
}
