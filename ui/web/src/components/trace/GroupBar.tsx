import { formatDuration } from "../../format/duration";
import { barOf, labelStyle, mergedStretches, type TimeWindow } from "../../trace/layout";
import type { Row } from "../../trace/tree";

/** Repeated siblings on one line, each where it was, with their mean duration. */
export function GroupBar({ members, time }: { members: Row[]; time: TimeWindow }) {
  const start = members[0]?.span.start ?? 0; // siblings are in the order of their start
  const end = members.reduce((last, { span }) => Math.max(last, span.start + span.duration), start);
  const bar = barOf(start - time.from, end - start, time.length);
  const total = members.reduce((sum, { span }) => sum + span.duration, 0);
  const stretches = members.flatMap(({ span }) => [span.start, span.start + Math.max(0, span.duration)]);
  return (
    <div className="row-axis">
      {mergedStretches(stretches, time).map((stretch) => (
        <span
          key={stretch.left}
          className="bar"
          style={{ left: `${stretch.left}%`, width: `${stretch.width}%` }}
        />
      ))}
      <span className={`bar-label ${bar.label}`} style={labelStyle(bar)}>
        {formatDuration(total / members.length)} each
      </span>
    </div>
  );
}
