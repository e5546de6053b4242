import type { FoundTrace } from "../../api/search";
import type { SearchRoute } from "../../routing/route";
import { TraceListRow } from "./TraceListRow";

interface Props {
  traces: FoundTrace[];
  route: SearchRoute;
  /** How many at the top have just come in. */
  fresh: number;
}

/** Found traces, in the order that was asked for. */
export function TraceList({ traces, route, fresh }: Props) {
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
          <th scope="col" className="number">
            Errors
          </th>
          <th scope="col">Services</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace, place) => (
          <TraceListRow
            key={trace.traceID}
            trace={trace}
            longest={longest}
            route={route}
            fresh={place < fresh}
          />
        ))}
      </tbody>
    </table>
  );
}
