import { formatCount } from "../../format/quantity";
import { ErrorLine } from "../common/ErrorLine";
import { ScrollRegion } from "../common/ScrollRegion";
import { stepColour } from "./AnatomyBar";
import { Figure } from "./AnatomyPanel";
import { SeparationPanel } from "./SeparationPanel";
import { StageChart } from "./StageChart";
import { formatSeconds } from "./seconds";
import { quantilesOf, type StepFigures } from "./stageFigures";
import { type Figures, useFigures } from "./useFigures";
import { WorkerTable } from "./WorkerTable";

/** Prefill against decode over a range. */
export function RangeFigures({ range }: { range: string }) {
  const { data, error, isPlaceholderData } = useFigures(range);
  if (error) return <ErrorLine text={error.message} />;
  if (!data) return <p className="muted">Measuring the stages…</p>;
  if (data.steps.length === 0) return <NoRequests />;
  return (
    <div className={isPlaceholderData ? "llm-grid stale" : "llm-grid"}>
      <div className="llm-column">
        <StepPanel figures={data} />
        <WorkerTable workers={data.workers} activeSeconds={data.activeSeconds} />
      </div>
      <div className="llm-column">
        <section className="panel" aria-labelledby="courses">
          <h2 id="courses">Prefill against decode</h2>
          <StageChart name="prefill" courses={data.courses} colour={stepColour("prefill")} />
          <StageChart name="decode" courses={data.courses} colour={stepColour("decode")} />
        </section>
        {data.measured && <SeparationPanel measured={data.measured} />}
      </div>
    </div>
  );
}

function NoRequests() {
  return (
    <section className="panel">
      <h2>No request was served in this range</h2>
      <p>
        This page reads the spans of a model that is served in two stages: <code>http-request</code>,{" "}
        <code>queue</code>, <code>prefill</code>, <code>kv_transfer</code>, <code>first_token</code> and{" "}
        <code>decode</code>. To see it with an example that sends them:
      </p>
      <pre>./rubato demo</pre>
    </section>
  );
}

function StepPanel({ figures: { steps, answers } }: { figures: Figures }) {
  const first = quantilesOf(answers.firstToken);
  const each = quantilesOf(answers.perToken);
  const longest = steps.reduce((most, step) => Math.max(most, step.p95), 0);
  return (
    <section className="panel" aria-labelledby="steps">
      <h2 id="steps">Where requests spend their time</h2>
      <dl className="headline">
        <Figure name="Time to first token, P50">{formatSeconds(first.p50)}</Figure>
        <Figure name="P95">{formatSeconds(first.p95)}</Figure>
        <Figure name="Between tokens, P50">{formatSeconds(each.p50)}</Figure>
        <Figure name="P95">{formatSeconds(each.p95)}</Figure>
      </dl>
      <ScrollRegion className="wide-table" label="Steps of all requests">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" className="number">
                Spans
              </th>
              <th scope="col" className="number">
                P50
              </th>
              <th scope="col" className="number">
                P95
              </th>
              <th scope="col" className="number">
                Mean
              </th>
              <th scope="col">P50 and P95</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <StepRow key={step.id} step={step} longest={longest} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function StepRow({ step, longest }: { step: StepFigures; longest: number }) {
  const width = (seconds: number) => `${longest > 0 ? (seconds / longest) * 100 : 0}%`;
  return (
    <tr>
      <th scope="row" title={step.about}>
        <span className="service-dot" style={{ background: stepColour(step.id) }} />
        {step.id}
      </th>
      <td className="number">{formatCount(step.count)}</td>
      <td className="number">{formatSeconds(step.p50)}</td>
      <td className="number">{formatSeconds(step.p95)}</td>
      <td className="number">{formatSeconds(step.mean)}</td>
      <td className="quantile-cell">
        <span className="quantile-p95" style={{ width: width(step.p95), borderColor: stepColour(step.id) }} />
        <span className="quantile-p50" style={{ width: width(step.p50), background: stepColour(step.id) }} />
      </td>
    </tr>
  );
}
