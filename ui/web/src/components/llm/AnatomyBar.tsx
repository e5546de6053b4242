import { formatDuration } from "../../format/duration";
import { placeOf } from "../../trace/layout";
import { type Anatomy, STEPS } from "./anatomy";

/** The steps on one line of time, with the moment of the first token. The table below says the same. */
export function AnatomyBar({ anatomy }: { anatomy: Anatomy }) {
  const { request, phases, timeToFirstToken } = anatomy;
  const time = { from: request.span.start, length: Math.max(1, request.span.duration) };
  const first = timeToFirstToken === null ? null : placeOf(time.from + timeToFirstToken, time);
  return (
    <div className="anatomy" aria-hidden="true">
      <div className="anatomy-line">
        {phases.map((phase) => (
          <span
            key={phase.id}
            className="anatomy-step"
            title={`${phase.id}: ${formatDuration(phase.duration)}`}
            style={{
              left: `${placeOf(phase.start, time)}%`,
              width: `${(phase.duration / time.length) * 100}%`,
              background: stepColour(phase.id),
            }}
          />
        ))}
        {first !== null && <span className="anatomy-first" style={{ left: `${first}%` }} />}
      </div>
      {first !== null && (
        <p className="anatomy-note">
          <span style={first > 60 ? { right: `${100 - first}%` } : { left: `${first}%` }}>first token</span>
        </p>
      )}
    </div>
  );
}

/** Each step has the same colour everywhere on the page. */
export function stepColour(id: string): string {
  return `var(--service-${STEPS.findIndex((step) => step.id === id)})`;
}
