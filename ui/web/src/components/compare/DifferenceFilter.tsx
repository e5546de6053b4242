import { formatCount } from "../../format/quantity";
import type { Difference, Match } from "../../trace/matching";

interface Props {
  matches: Match[];
  shown: Difference | null;
  show: (difference: Difference | null) => void;
}

const KINDS: readonly { id: Difference; label: string; title: string }[] = [
  {
    id: "slower",
    label: "slower in B",
    title: "At least a fifth longer, and by a part of the trace that shows",
  },
  {
    id: "faster",
    label: "faster in B",
    title: "At least a fifth shorter, and by a part of the trace that shows",
  },
  { id: "added", label: "only in B", title: "No span of A has this place" },
  { id: "removed", label: "only in A", title: "No span of B has this place" },
  { id: "same", label: "alike", title: "Matched, and about as long" },
];

/** How many spans differ in which way; each shows only these. */
export function DifferenceFilter({ matches, shown, show }: Props) {
  return (
    <fieldset className="segments" aria-label="Which spans are shown">
      <button type="button" aria-pressed={shown === null} onClick={() => show(null)}>
        All {formatCount(matches.length)}
      </button>
      {KINDS.map(({ id, label, title }) => {
        const count = matches.filter((match) => match.difference === id).length;
        return (
          <button
            key={id}
            type="button"
            title={title}
            disabled={count === 0}
            aria-pressed={shown === id}
            onClick={() => show(id)}
          >
            {formatCount(count)} {label}
          </button>
        );
      })}
    </fieldset>
  );
}
