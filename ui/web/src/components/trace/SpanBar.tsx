import type { CSSProperties } from "react";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/quantity";
import { barOf, labelStyle, mergedStretches, placeOf, type TimeWindow } from "../../trace/layout";
import type { Row } from "../../trace/tree";

/** A span over time: solid for the share it was busy, hatched for the rest, its events, its critical part. */
export function SpanBar({ row, time, critical }: { row: Row; time: TimeWindow; critical: boolean }) {
  const { span } = row;
  const bar = barOf(span.start - time.from, span.duration, time.length);
  const { left, width } = bar;
  const right = 100 - left - width;
  const isBefore = span.start + Math.max(0, span.duration) < time.from;
  const isAfter = span.start > time.from + time.length;
  if (isBefore || isAfter) return <OutOfSight duration={span.duration} isAfter={isAfter} />;
  return (
    <div className="row-axis">
      <span className={classOf(row)} style={{ left: `${left}%`, right: `${right}%`, ...busyStyle(row) }} />
      {critical && row.critical.length > 0 && <CriticalPart stretches={row.critical} time={time} />}
      {span.events.length > 0 && <EventMarks times={span.events} time={time} />}
      <span className={`bar-label ${bar.label}`} style={labelStyle(bar)}>
        {formatDuration(span.duration)}
      </span>
    </div>
  );
}

/** Says on which side of the part of the time that is seen a span is. */
function OutOfSight({ duration, isAfter }: { duration: number; isAfter: boolean }) {
  const text = formatDuration(duration);
  return (
    <div className="row-axis">
      <span className="bar-label muted" style={isAfter ? { right: 0 } : { left: 0 }}>
        {isAfter ? `${text} ▸` : `◂ ${text}`}
      </span>
    </div>
  );
}

function classOf({ span }: Row): string {
  return `bar${span.error ? " bar-error" : ""}${busyShare(span) === null ? "" : " bar-shared"}`;
}

/** The part of its time that a span was busy, null if it does not say. */
export function busyShare({ busy, idle }: Row["span"]): number | null {
  if (busy === null || idle === null || busy + idle === 0) return null;
  return busy / (busy + idle);
}

function busyStyle({ span }: Row): CSSProperties {
  const share = busyShare(span);
  return share === null ? {} : ({ "--busy": `${share * 100}%` } as CSSProperties);
}

function CriticalPart({ stretches, time }: { stretches: number[]; time: TimeWindow }) {
  return mergedStretches(stretches, time).map(({ left, width }) => (
    <span key={left} className="critical" style={{ left: `${left}%`, width: `${width}%` }} />
  ));
}

function EventMarks({ times, time }: { times: number[]; time: TimeWindow }) {
  const places = new Set(times.map((one) => Math.round(placeOf(one, time) * 2) / 2));
  return [...places]
    .filter((place) => place >= 0 && place <= 100)
    .map((place) => (
      <span
        key={place}
        className="event-mark"
        style={{ left: `${place}%` }}
        title={plural(times.length, "event")}
      />
    ));
}
