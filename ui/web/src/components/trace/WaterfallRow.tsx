import { type CSSProperties, memo } from "react";
import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import type { TimeWindow } from "../../trace/layout";
import type { VisibleRow } from "../../trace/visible";
import { ErrorMark } from "../common/ErrorMark";
import { FoldMark } from "./FoldMark";
import { GroupBar } from "./GroupBar";
import { SpanBar } from "./SpanBar";
import type { TreeAction } from "./treeKeys";

/** Deeper spans are not indented further, so that their names stay readable. */
const DEEPEST_INDENT = 20;

interface Props {
  shown: VisibleRow;
  index: number;
  top: number;
  height: number;
  time: TimeWindow;
  colour: number;
  critical: boolean;
  active: boolean;
  selected: boolean;
  found: boolean;
  /** Has to stay the same from one drawing to the next. */
  act: (action: TreeAction) => void;
}

/** A span, or repeated siblings, in the waterfall. Drawn again only when something of it changed. */
export const WaterfallRow = memo(function WaterfallRow(props: Props) {
  const { shown, index, top, height, time, colour, critical, active, selected, found, act } = props;
  const { row, depth, members, childCount, isOpen } = shown;
  const style = {
    height,
    transform: `translateY(${top}px)`,
    "--depth": Math.min(depth, DEEPEST_INDENT),
    "--colour": `var(--service-${colour})`,
  } as CSSProperties;
  const state = `${active ? " active" : ""}${selected ? " selected" : ""}${found ? " found" : ""}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row
    <div
      id={rowId(shown)}
      role="treeitem"
      className={`row${state}`}
      style={style}
      aria-level={depth + 1}
      aria-expanded={childCount > 0 ? isOpen : undefined}
      aria-selected={selected}
      onClick={() => act({ type: "open", index })}
    >
      <div className="row-name">
        <FoldMark childCount={childCount} folded={!isOpen} toggle={() => act({ type: "fold", index })} />
        <RowText shown={shown} />
      </div>
      {members ? (
        <GroupBar members={members} time={time} />
      ) : (
        <SpanBar row={row} time={time} critical={critical} />
      )}
    </div>
  );
});

function RowText({ shown: { row, members, absorbed } }: { shown: VisibleRow }) {
  const { span, hint, skew } = row;
  const failed = members ? members.filter((member) => member.span.error).length : 0;
  return (
    <span className="row-text" title={`${span.service} ${span.name}`}>
      {!members && span.error && <ErrorMark />}
      {failed > 0 && <ErrorMark title={plural(failed, "error")} />}
      {members && <span className="times">{formatCount(members.length)} ×</span>}
      {hint && (
        <em className="hint" title={HINTS[hint]}>
          {hint}
        </em>
      )}
      {span.duration < 0 && !members && (
        <em className="hint" title="Its sender gave an end that is earlier than its start">
          ends before it starts
        </em>
      )}
      {skew > 0 && !members && (
        <em
          className="hint"
          title={`It starts ${formatDuration(skew)} before the span that called it: the clocks of the two differ by that or more`}
        >
          clock off
        </em>
      )}
      <span className="row-service">{span.service}</span> {span.name}
      {absorbed > 0 && <span className="row-service"> and {formatCount(absorbed)} within</span>}
      {span.linkCount > 0 && !members && (
        <span className="row-service" title={plural(span.linkCount, "link")}>
          {" "}
          ↗
        </span>
      )}
    </span>
  );
}

const HINTS = {
  "missing parent": "The parent of this span is not stored: not sent yet, not sampled, or lost by its sender",
  "cyclic parents": "This span is its own ancestor; its sender gave wrong parent ids",
};

/** The id of a row's element, by which the tree names its active row. */
export function rowId(shown: VisibleRow): string {
  return `span-${shown.key}`;
}
