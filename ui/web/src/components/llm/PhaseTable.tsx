import { formatDuration } from "../../format/duration";
import { Link } from "../../routing/Link";
import { ScrollRegion } from "../common/ScrollRegion";
import { stepColour } from "./AnatomyBar";
import { type Anatomy, STEPS } from "./anatomy";
import { formatPercent, formatSeconds } from "./seconds";
import type { StepFigures } from "./stageFigures";
import { useFigures } from "./useFigures";

interface Props {
  id: string;
  anatomy: Anatomy;
  range: string;
}

/** Each step of a request beside what is usual in the range, and what they add up to. */
export function PhaseTable({ id, anatomy, range }: Props) {
  const { request, phases, rest } = anatomy;
  const usual = new Map<string, StepFigures>(useFigures(range).data?.steps.map((step) => [step.id, step]));
  const whole = request.span.duration || 1;
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
            const figures = usual.get(phase.id);
            const isLong = figures !== undefined && phase.duration / 1e9 > figures.p95;
            return (
              <tr key={phase.id}>
                <th scope="row">
                  <span className="service-dot" style={{ background: stepColour(phase.id) }} />
                  <Link to={{ page: "trace", id, span: phase.row.span.key }}>{phase.id}</Link>
                </th>
                <td className="number">{formatDuration(phase.start - request.span.start)}</td>
                <td className="number">
                  <strong>{formatDuration(phase.duration)}</strong>
                </td>
                <td className="number">{formatPercent(phase.duration / whole)}</td>
                <td className="number">{formatSeconds(figures?.p50 ?? Number.NaN)}</td>
                <td className="number">{formatSeconds(figures?.p95 ?? Number.NaN)}</td>
                <td>
                  {STEPS.find((step) => step.id === phase.id)?.about}
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
            <td className="number">{formatDuration(request.span.duration)}</td>
            <td className="number">100 %</td>
            <td colSpan={3} />
          </tr>
        </tfoot>
      </table>
    </ScrollRegion>
  );
}
