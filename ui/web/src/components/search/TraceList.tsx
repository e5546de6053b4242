import type { FoundTrace } from "../../api/search";
import { TraceListRow } from "./TraceListRow";

/** Found traces, the newest first. */
export function TraceList({ traces, now }: { traces: FoundTrace[]; now: number }) {
  const longest = traces.reduce((most, trace) => Math.max(most, trace.durationMs ?? 0), 0);
  return (
    <table className="traces">
      <thead>
        <tr>
          <th scope="col">Trace</th>
          <th scope="col">Started</th>
          <th scope="col">Duration</th>
          <th scope="col" className="number">
            Spans
          </th>
          <th scope="col">Services</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => (
          <TraceListRow key={trace.traceID} trace={trace} longest={longest} now={now} />
        ))}
      </tbody>
    </table>
  );
}
