import { type FormEvent, useId, useState } from "react";
import { type Condition, literalOf } from "../../query/conditions";
import { COMPARISONS, unquoted } from "../../query/tokens";
import { useAttributes, useValues } from "../query/useSuggestions";

interface Props {
  conditions: readonly Condition[];
  add: (condition: Condition) => void;
  remove: (condition: Condition) => void;
}

/** The conditions that have no field of their own, and one more to be added. */
export function TagFilters({ conditions, add, remove }: Props) {
  const [adding, setAdding] = useState(false);
  return (
    <div className="tag-filters">
      {conditions.map((condition) => (
        <span key={`${condition.attribute} ${condition.operator} ${condition.value}`} className="chip">
          <code>
            {condition.attribute} {condition.operator} {condition.value}
          </code>
          <button
            type="button"
            aria-label={`Remove ${condition.attribute} ${condition.operator} ${unquoted(condition.value)}`}
            onClick={() => remove(condition)}
          >
            ×
          </button>
        </span>
      ))}
      {adding ? (
        <NewTag
          add={(condition) => {
            setAdding(false);
            add(condition);
          }}
          cancel={() => setAdding(false)}
        />
      ) : (
        <button type="button" className="button small" onClick={() => setAdding(true)}>
          + Tag
        </button>
      )}
    </div>
  );
}

function NewTag({ add, cancel }: { add: (condition: Condition) => void; cancel: () => void }) {
  const id = useId();
  const [attribute, setAttribute] = useState("");
  const [operator, setOperator] = useState("=");
  const [value, setValue] = useState("");
  const names = useAttributes().data ?? [];
  const values = useValues(attribute, names.includes(attribute)).data ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const type = values.find((known) => known.value === value)?.type ?? guessedType(value);
    if (attribute && value) add({ attribute, operator, value: literalOf(type, value) });
  };
  return (
    <form className="new-tag" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && cancel()}>
      <input
        className="control"
        aria-label="Attribute"
        placeholder="attribute"
        list={`${id}-names`}
        value={attribute}
        // biome-ignore lint/a11y/noAutofocus: it appears because it was asked for
        autoFocus
        onChange={(event) => setAttribute(event.target.value)}
      />
      <select
        className="control"
        aria-label="Comparison"
        value={operator}
        onChange={(event) => setOperator(event.target.value)}
      >
        {COMPARISONS.map((comparison) => (
          <option key={comparison}>{comparison}</option>
        ))}
      </select>
      <input
        className="control"
        aria-label="Value"
        placeholder="value"
        list={`${id}-values`}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="button small">
        Add
      </button>
      <button type="button" className="button small" onClick={cancel}>
        Cancel
      </button>
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={`${id}-values`}>
        {values.map((known) => (
          <option key={known.value} value={known.value} />
        ))}
      </datalist>
    </form>
  );
}

function guessedType(value: string): string {
  return /^(-?\d+(\.\d+)?(ns|us|µs|ms|s|m|h)?|true|false)$/.test(value) ? "number" : "string";
}
