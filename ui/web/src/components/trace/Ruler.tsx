import { formatDuration } from "../../format/duration";
import { barOf } from "../../trace/layout";

/** The time axis over the bars. */
export function Ruler({ duration, marks }: { duration: number; marks: number[] }) {
  return (
    <div className="ruler" aria-hidden="true">
      <div className="ruler-name">Service and span</div>
      <div className="ruler-axis">
        {marks.map((tick) => (
          <span key={tick} className="tick" style={{ left: `${barOf(tick, 0, duration).left}%` }}>
            {tick === 0 ? "0" : formatDuration(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}
