import { formatCount, plural } from "../../format/quantity";
import { ErrorMark } from "../common/ErrorMark";

/** How many spans were not taken, and why. */
export function RefusedSpans({ refused }: { refused: Record<string, number> }) {
  const reasons = Object.entries(refused).filter(([, count]) => count > 0);
  if (reasons.length === 0) return <p className="muted">No span was refused.</p>;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className="refused">
      <p>
        <ErrorMark title="refused" /> <strong>{plural(total, "span")} refused</strong> since the start:
      </p>
      <ul>
        {reasons
          .sort((a, b) => b[1] - a[1])
          .map(([reason, count]) => (
            <li key={reason}>
              {formatCount(count)}: {reason}
            </li>
          ))}
      </ul>
    </div>
  );
}
