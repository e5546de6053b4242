import { type FormEvent, useId, useState } from "react";
import { navigate } from "../../routing/location";
import { Candidates } from "./Candidates";

/** Which two traces are compared: the first is what the second is measured by. */
export function ChooseTraces({ a, b }: { a: string; b: string }) {
  const [first, setFirst] = useState(a);
  const [second, setSecond] = useState(b);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go(idOf(first), idOf(second));
  };
  return (
    <>
      <form className="choose panel" onSubmit={submit}>
        <TraceField label="Trace A, by which is measured" value={first} change={setFirst} />
        <TraceField label="Trace B" value={second} change={setSecond} />
        <span className="actions">
          <button type="submit" className="button primary" disabled={!idOf(first) || !idOf(second)}>
            Compare
          </button>
          {a && b && (
            <button type="button" className="button" onClick={() => go(b, a)}>
              Swap
            </button>
          )}
        </span>
      </form>
      {(a === "") !== (b === "") && <Candidates id={a || b} choose={(id) => (a ? go(a, id) : go(id, b))} />}
      {a === "" && b === "" && (
        <p className="muted">
          Enter the ids of two traces, or open a trace and choose <em>Compare with…</em>: traces of the same
          operation are then offered.
        </p>
      )}
    </>
  );
}

function go(a: string, b: string): void {
  navigate({ page: "compare", parameters: { ...(a && { a }), ...(b && { b }) } });
}

/** The id of a trace, also where somebody pasted its link. */
export function idOf(text: string): string {
  return (/trace\/([0-9a-f]+)/i.exec(text)?.[1] ?? text.trim()).toLowerCase();
}

interface FieldProps {
  label: string;
  value: string;
  change: (value: string) => void;
}

function TraceField({ label, value, change }: FieldProps) {
  const id = useId();
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text-input"
        type="text"
        value={value}
        placeholder="Trace id or link"
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
      />
    </span>
  );
}
