import { formatCount } from "../../format/quantity";

/** Folds a subtree away by the mouse; the keyboard has its arrows. */
export function FoldMark({
  childCount,
  folded,
  toggle,
}: {
  childCount: number;
  folded: boolean;
  toggle: () => void;
}) {
  if (childCount === 0) return <span className="fold" />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="fold"
      aria-label={folded ? "Unfold" : "Fold"}
      title={`${formatCount(childCount)} directly below`}
      onClick={(event) => {
        event.stopPropagation();
        toggle();
      }}
    >
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path d={folded ? "M3 1 L7.5 5 L3 9 Z" : "M1 3 L9 3 L5 7.5 Z"} />
      </svg>
    </button>
  );
}
