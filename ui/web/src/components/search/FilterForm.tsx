import {
  type Condition,
  parseConditions,
  setCondition,
  textOf,
  writeConditions,
} from "../../query/conditions";
import { quoted } from "../../query/tokens";
import { useValues } from "../query/useSuggestions";
import { durationLiteral } from "./duration";
import { FilterField } from "./FilterField";
import { TagFilters } from "./TagFilters";

const SERVICE = "resource.service.name";
const REQUEST_ID = ".x_request_id";
const DURATION = "A duration such as 250ms, 1.5s or 2m";
const AT_LEAST = [">=", ">"];
const AT_MOST = ["<=", "<"];
const FIELDS: readonly [string, readonly string[]][] = [
  [SERVICE, ["="]],
  ["name", ["="]],
  ["status", ["="]],
  ["duration", AT_LEAST],
  ["duration", AT_MOST],
  [REQUEST_ID, ["="]],
];

interface Props {
  query: string;
  /** Searches for the query that the form has written. */
  search: (query: string) => void;
}

/** The query as fields. What is written in them is written into the query above, and the other way round. */
export function FilterForm({ query, search }: Props) {
  const services = useValues(SERVICE).data?.map((value) => value.value);
  const operations = useValues("name").data?.map((value) => value.value);
  const conditions = parseConditions(query);
  if (!conditions) {
    return (
      <p className="filter-form muted">
        This query says more than the fields can show.{" "}
        <button type="button" className="button small" onClick={() => search("{}")}>
          Begin anew
        </button>
      </p>
    );
  }
  const set = (attribute: string, operators: readonly string[], literal: string | null) =>
    search(writeConditions(setCondition(conditions, attribute, operators, literal)));
  const text = (attribute: string) => (value: string) =>
    set(attribute, ["="], value === "" ? null : quoted(value));
  const duration = (operators: readonly string[]) => (value: string) =>
    set("duration", operators, value === "" ? null : durationLiteral(value));
  return (
    <fieldset className="filter-form" aria-label="Filters">
      <FilterField
        label="Service"
        value={textOf(conditions, SERVICE)}
        options={services}
        commit={text(SERVICE)}
      />
      <FilterField
        label="Operation"
        value={textOf(conditions, "name")}
        options={operations}
        commit={text("name")}
      />
      <label className="filter-field narrow">
        <span>Status</span>
        <select
          className="control"
          value={textOf(conditions, "status")}
          onChange={(event) => set("status", ["="], event.target.value || null)}
        >
          <option value="">any</option>
          <option value="error">error</option>
          <option value="ok">ok</option>
          <option value="unset">unset</option>
        </select>
      </label>
      <FilterField
        label="Longer than"
        narrow
        placeholder="100ms"
        value={textOf(conditions, "duration", AT_LEAST)}
        check={durationLiteral}
        wrong={DURATION}
        commit={duration(AT_LEAST)}
      />
      <FilterField
        label="Shorter than"
        narrow
        placeholder="5s"
        value={textOf(conditions, "duration", AT_MOST)}
        check={durationLiteral}
        wrong={DURATION}
        commit={duration(AT_MOST)}
      />
      <FilterField label="Request id" value={textOf(conditions, REQUEST_ID)} commit={text(REQUEST_ID)} />
      <TagFilters
        conditions={conditions.filter((condition) => !isField(condition, conditions))}
        add={(condition) => search(writeConditions([...conditions, condition]))}
        remove={(condition) => search(writeConditions(conditions.filter((known) => known !== condition)))}
      />
    </fieldset>
  );
}

/** Whether one of the fields shows the condition: the first of its attribute. */
function isField(condition: Condition, all: readonly Condition[]): boolean {
  return FIELDS.some(
    ([attribute, operators]) =>
      all.find((known) => known.attribute === attribute && operators.includes(known.operator)) === condition,
  );
}
