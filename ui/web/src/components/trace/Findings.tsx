import { useMemo, useState } from "react";
import { formatCount } from "../../format/quantity";
import type { Row } from "../../trace/tree";

interface Finding {
  id: string;
  one: string;
  many: string;
  title: string;
  isError: boolean;
  holds: (row: Row) => boolean;
}

const KINDS: readonly Finding[] = [
  {
    id: "errors",
    one: "error",
    many: "errors",
    title: "Goes to the next span whose status is error",
    isError: true,
    holds: (row) => row.span.error,
  },
  {
    id: "parents",
    one: "missing parent",
    many: "missing parents",
    title: "Goes to the next span whose parent is not stored",
    isError: false,
    holds: (row) => row.hint === "missing parent",
  },
  {
    id: "cycles",
    one: "cycle of parents",
    many: "cycles of parents",
    title: "Goes to the next span that is its own ancestor",
    isError: false,
    holds: (row) => row.hint === "cyclic parents",
  },
  {
    id: "skews",
    one: "clock that is off",
    many: "clocks that are off",
    title: "Goes to the next span that starts before the one that called it: the clocks of the two differ",
    isError: false,
    holds: (row) => row.skew > 0,
  },
];

/** What is odd about a trace, with the way from one span that is to the next. */
export function Findings({ rows, goTo }: { rows: Row[]; goTo: (key: string) => void }) {
  const found = useMemo(
    () =>
      KINDS.map((kind) => ({ kind, keys: rows.filter(kind.holds).map((row) => row.span.key) })).filter(
        ({ keys }) => keys.length > 0,
      ),
    [rows],
  );
  if (found.length === 0) return null;
  return (
    <p className="findings">
      {found.map(({ kind, keys }) => (
        <FindingButton key={kind.id} kind={kind} keys={keys} goTo={goTo} />
      ))}
    </p>
  );
}

function FindingButton({ kind, keys, goTo }: { kind: Finding; keys: string[]; goTo: (key: string) => void }) {
  const [at, setAt] = useState(0);
  const next = () => {
    goTo(keys[at % keys.length] as string);
    setAt(at + 1);
  };
  return (
    <button
      type="button"
      className={kind.isError ? "finding finding-error" : "finding"}
      title={kind.title}
      onClick={next}
    >
      {formatCount(keys.length)} {keys.length === 1 ? kind.one : kind.many}
    </button>
  );
}
