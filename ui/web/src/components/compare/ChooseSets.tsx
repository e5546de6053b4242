import { type FormEvent, useId, useState } from "react";
import { navigate } from "../../routing/location";
import { RangePicker } from "../common/RangePicker";
import { parametersOf, type SelectionKind, type SetQuestion } from "./setQuestion";

const KINDS: readonly { id: SelectionKind; label: string }[] = [
  { id: "errors", label: "Errors against the rest" },
  { id: "slow", label: "Slowest 5 % against the rest" },
  { id: "own", label: "My own selection" },
];

/** Chooses the spans and the selection among them. */
export function ChooseSets({ question, selection }: { question: SetQuestion; selection: string | null }) {
  const id = useId();
  const [base, setBase] = useState(question.base);
  const [own, setOwn] = useState(question.selection ?? selection ?? "{ status = error }");
  const go = (change: Partial<SetQuestion>) =>
    navigate({ page: "compare", parameters: parametersOf({ ...question, base, ...change }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go(question.kind === "own" ? { selection: own } : {});
  };
  return (
    <form className="choose panel" onSubmit={submit}>
      <span className="field">
        <label htmlFor={`${id}-base`}>Spans, by TraceQL</label>
        <input
          id={`${id}-base`}
          data-query
          className="text-input"
          type="text"
          value={base}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setBase(event.target.value)}
        />
      </span>
      <span className="field">
        <label htmlFor={`${id}-kind`}>What against what</label>
        <select
          id={`${id}-kind`}
          className="text-input"
          value={question.kind}
          onChange={(event) =>
            go({
              kind: event.target.value as SelectionKind,
              selection: event.target.value === "own" ? own : null,
            })
          }
        >
          {KINDS.map((kind) => (
            <option key={kind.id} value={kind.id}>
              {kind.label}
            </option>
          ))}
        </select>
      </span>
      <span className="field">
        <label htmlFor={`${id}-own`}>Selection</label>
        <input
          id={`${id}-own`}
          className="text-input"
          type="text"
          value={question.kind === "own" ? own : (selection ?? "…")}
          readOnly={question.kind !== "own"}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setOwn(event.target.value)}
        />
      </span>
      <span className="actions">
        <RangePicker range={question.range} change={(range) => go({ range })} />
        <button type="submit" className="button primary">
          Compare
        </button>
      </span>
    </form>
  );
}
