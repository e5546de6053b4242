import { FilterField } from "../search/FilterField";
import { parameterOf, parseMeasure, REQUESTS, SERVINGS, type Serving, STAGES } from "./serving";

interface Props {
  serving: Serving;
  /** Whether it was chosen, and not found by its spans. */
  chosen: boolean;
  /** Puts parameters into the URL; an empty one is taken out. */
  go: (change: Record<string, string>) => void;
}

/** Which spans the stages are, as TraceQL that can be changed; what is changed is in the URL. */
export function ServingForm({ serving, chosen, go }: Props) {
  return (
    <details className="panel serving">
      <summary>
        Stages as <strong>{serving.label}</strong> tells them{chosen ? "" : ", found by its spans"}
      </summary>
      <label className="filter-field">
        <span>Serving system</span>
        <select
          className="control"
          value={chosen ? serving.id : ""}
          onChange={(event) => go({ serving: event.target.value })}
        >
          <option value="">by its spans</option>
          {SERVINGS.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p className="muted">
        A stage is a filter whose spans last as long as the stage, or, with{" "}
        <code>{"{ … } | select(span.attribute)"}</code>, have its seconds in that attribute. An empty field is
        as usual.
      </p>
      <div className="serving-stages">
        {[REQUESTS, ...STAGES.map((stage) => stage.id)].map((stage) => (
          <FilterField
            key={stage}
            label={stage}
            value={serving.spans[stage as typeof REQUESTS] ?? ""}
            placeholder="is not told"
            check={(text) => parseMeasure(text) && text}
            wrong="A filter { … }, with | select(ATTRIBUTE) or without"
            commit={(text) => go({ [parameterOf(stage)]: text })}
          />
        ))}
      </div>
    </details>
  );
}
