import { formatCount, plural } from "../../format/quantity";
import { ErrorMark } from "../common/ErrorMark";
import { counted, rareEvents } from "./stored";

interface Props {
  refused: Record<string, number>;
  events: Record<string, number>;
}

/** How many spans were not taken, and why; and what else is rare. */
export function RefusedSpans({ refused, events }: Props) {
  const reasons = counted(refused);
  const rare = rareEvents(events);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className="refused">
      {reasons.length === 0 ? (
        <p className="muted">No span was refused since the start.</p>
      ) : (
        <>
          <p>
            <ErrorMark title="refused" /> <strong>{plural(total, "span")} refused</strong> since the start:
          </p>
          <Counts counts={reasons} />
        </>
      )}
      {rare.length > 0 && (
        <>
          <p>Rare events since the start:</p>
          <Counts counts={rare} />
        </>
      )}
    </div>
  );
}

function Counts({ counts }: { counts: [string, number][] }) {
  return (
    <ul>
      {counts.map(([name, count]) => (
        <li key={name}>
          {formatCount(count)}: {name.replaceAll("_", " ")}
        </li>
      ))}
    </ul>
  );
}
