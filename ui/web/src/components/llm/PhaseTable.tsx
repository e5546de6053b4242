import { formatDuration } from "../../format/duration";
import { Link } from "../../routing/Link";
import { ScrollRegion } from "../common/ScrollRegion";
import { stageColour } from "./AnatomyBar";
import type { Anatomy } from "./anatomy";
import { formatPercent, formatSeconds } from "./seconds";
import type { Serving } from "./serving";
import type { StageFigures } from "./stageFigures";
import { useFigures } from "./useFigures";

interface Props {
  anatomy: Anatomy;
  range: string;
  serving: Serving;
}

/** Each step of a request beside what is usual in the range, and what they add up to. */
export function PhaseTable({ anatomy, range, serving }: Props) {
  const { request, duration, phases, rest } = anatomy;
  const figures = useFigures(range, serving).data;
  const usual = new Map<string, StageFigures>(figures?.stages.map((stage) => [stage.id, stage]));
  const whole = duration || 1;
  return (
    <ScrollRegion className="wide-table" label="Steps of the request">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" className="number">
              Starts
            </th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col" className="number">
              Of the request
            </th>
            <th scope="col" className="number">
              Usual (P50)
            </th>
            <th scope="col" className="number">
              P95
            </th>
            <th scope="col">What happens</th>
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => {
            const { p50 = Number.NaN, p95 = Number.NaN } = usual.get(phase.id) ?? {};
            // Quantiles are known to some per cent.
            const isLong = phase.duration / 1e9 > p95 * 1.05;
            return (
              <tr key={phase.id}>
                <th scope="row">
                  <span className="service-dot" style={{ background: stageColour(phase.id) }} />
                  <Link to={{ page: "trace", id: request.traceId, span: phase.spanId }}>{phase.id}</Link>
                </th>
                <td className="number">{formatDuration(phase.start)}</td>
                <td className="number">
                  <strong>{formatDuration(phase.duration)}</strong>
                </td>
                <td className="number">{formatPercent(phase.duration / whole)}</td>
                <td className="number">{formatSeconds(p50)}</td>
                <td className="number">{formatSeconds(p95)}</td>
                <td>
                  {phase.about}
                  {isLong && <em className="hint">longer than P95</em>}
                </td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">rest</th>
            <td />
            <td className="number">{formatDuration(rest)}</td>
            <td className="number">{formatPercent(rest / whole)}</td>
            <td />
            <td />
            <td>routing, the network and the frontend's own work</td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum</th>
            <td />
            <td className="number">{formatDuration(duration)}</td>
            <td className="number">100 %</td>
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}
