import { formatDuration } from "../../format/duration";
import type { Anatomy } from "./anatomy";
import { STAGES } from "./serving";

/** The stages on one line of time, with the moment of the first token. The table below says the same. */
export function AnatomyBar({ anatomy }: { anatomy: Anatomy }) {
  const { duration, phases, timeToFirstToken } = anatomy;
  const percent = (nanos: number) => (nanos / Math.max(1, duration)) * 100;
  const first = timeToFirstToken === null ? null : percent(timeToFirstToken);
  return (
    <div className="anatomy" aria-hidden="true">
      <div className="anatomy-line">
        {phases.map((phase) => (
          <span
            key={phase.id}
            className="anatomy-step"
            title={`${phase.id}: ${formatDuration(phase.duration)}`}
            style={{
              left: `${percent(phase.start)}%`,
              width: `${percent(phase.duration)}%`,
              background: stageColour(phase.id),
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

/** Each stage has the same colour everywhere on the page. */
export function stageColour(id: string): string {
  return `var(--service-${STAGES.findIndex((stage) => stage.id === id)})`;
}
