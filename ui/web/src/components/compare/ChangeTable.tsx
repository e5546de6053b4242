import { formatDuration } from "../../format/duration";
import type { Change } from "../../trace/matching";
import { ScrollRegion } from "../common/ScrollRegion";
import { signed } from "./Verdict";

const SHOWN = 8;

/** The operations that make the difference, by how much. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  const shown = changes.filter((change) => change.before !== change.after).slice(0, SHOWN);
  if (shown.length === 0) return null;
  const most = Math.abs((shown[0]?.after ?? 0) - (shown[0]?.before ?? 0));
  return (
    <section className="panel" aria-labelledby="changes">
      <h2 id="changes">Where the difference comes from</h2>
      <p className="muted">
        Self time by operation: time in which no child was under way, so that no time counts twice in one
        chain of calls.
      </p>
      <ScrollRegion className="wide-table" label="Self times of operations">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col" className="number">
                Self time in A
              </th>
              <th scope="col" className="number">
                in B
              </th>
              <th scope="col" className="number">
                Difference
              </th>
              <th scope="col">
                <span className="sr-only">Drawn</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <ChangeRow key={`${change.service} ${change.name}`} change={change} most={most} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function ChangeRow({ change, most }: { change: Change; most: number }) {
  const delta = change.after - change.before;
  const width = most > 0 ? (Math.abs(delta) / most) * 50 : 0;
  const left = delta > 0 ? 50 : 50 - width;
  return (
    <tr>
      <th scope="row">
        <span className="row-service">{change.service}</span> {change.name}
      </th>
      <td className="number">{formatDuration(change.before)}</td>
      <td className="number">{formatDuration(change.after)}</td>
      <td className="number">
        <strong>{signed(delta)}</strong>
      </td>
      <td className="delta-cell">
        <span
          className={delta > 0 ? "delta delta-more" : "delta delta-less"}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </td>
    </tr>
  );
}
