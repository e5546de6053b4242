import type { CSSProperties } from "react";
import { formatDuration } from "../../format/duration";
import { barOf } from "../../trace/layout";
import type { Row } from "../../trace/tree";
import { ErrorMark } from "../common/ErrorMark";
import { FoldMark } from "./FoldMark";

/** Deeper spans are not indented further, so that their names stay readable. */
const DEEPEST_INDENT = 20;

interface Props {
  row: Row;
  top: number;
  height: number;
  traceDuration: number;
  colour: number;
  folded: boolean;
  active: boolean;
  selected: boolean;
  open: () => void;
  toggle: () => void;
}

export function WaterfallRow(props: Props) {
  const { row, top, height, colour, folded, active, selected, open, toggle } = props;
  const { span, depth, childCount, hint } = row;
  const style = {
    height,
    transform: `translateY(${top}px)`,
    "--depth": Math.min(depth, DEEPEST_INDENT),
    "--colour": `var(--service-${colour})`,
  } as CSSProperties;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
    <div
      id={rowId(row)}
      role="treeitem"
      className={`row${active ? " active" : ""}${selected ? " selected" : ""}`}
      style={style}
      aria-level={depth + 1}
      aria-expanded={childCount > 0 ? !folded : undefined}
      aria-selected={selected}
      onClick={open}
    >
      <div className="row-name">
        <FoldMark childCount={childCount} folded={folded} toggle={toggle} />
        <span className="row-text" title={`${span.service} ${span.name}`}>
          {span.error && <ErrorMark />}
          {hint && (
            <em className="hint" title={HINTS[hint]}>
              {hint}
            </em>
          )}
          <span className="row-service">{span.service}</span> {span.name}
        </span>
      </div>
      <RowBar {...props} />
    </div>
  );
}

const HINTS = {
  "missing parent": "The parent of this span is not stored: not sent yet, not sampled, or lost by its sender",
  "cyclic parents": "This span is its own ancestor; its sender gave wrong parent ids",
};

function RowBar({ row: { span }, traceDuration }: Props) {
  const { left, width, label } = barOf(span.start, span.duration, traceDuration);
  const right = 100 - left - width;
  const labelStyle = {
    after: { left: `${left + width}%` },
    before: { right: `${100 - left}%` },
    inside: { right: `${right}%` },
  }[label];
  return (
    <div className="row-axis">
      <span
        className={span.error ? "bar bar-error" : "bar"}
        style={{ left: `${left}%`, right: `${right}%` }}
      />
      <span className={`bar-label ${label}`} style={labelStyle}>
        {formatDuration(span.duration)}
      </span>
    </div>
  );
}

/** The id of a row's element, by which the tree names its active row. */
export function rowId(row: Row): string {
  return `span-${row.span.key}`;
}
