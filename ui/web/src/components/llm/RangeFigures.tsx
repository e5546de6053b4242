import { formatCount } from "../../format/quantity";
import { intervalOf } from "../../routing/range";
import { TimeChart } from "../chart/TimeChart";
import { ErrorLine } from "../common/ErrorLine";
import { ScrollRegion } from "../common/ScrollRegion";
import { Warnings } from "../common/Warnings";
import { stageColour } from "./AnatomyBar";
import { Figure } from "./AnatomyPanel";
import { SeparationPanel } from "./SeparationPanel";
import { formatSeconds } from "./seconds";
import type { Serving } from "./serving";
import type { StageFigures } from "./stageFigures";
import { type Figures, useFigures } from "./useFigures";
import { WorkerTable } from "./WorkerTable";

interface Props {
  range: string;
  serving: Serving;
  zoom: (start: number, end: number) => void;
}

/** Prefill against decode over a range. */
export function RangeFigures({ range, serving, zoom }: Props) {
  const { data, error, isPlaceholderData } = useFigures(range, serving);
  if (error) return <ErrorLine text={error.message} />;
  if (!data) return <p className="panel muted">Measuring the stages…</p>;
  if (data.stages.length === 0) return <NoRequests serving={serving} />;
  return (
    <div className={isPlaceholderData ? "llm-grid stale" : "llm-grid"}>
      <div className="llm-column">
        <Warnings of={data.messages} />
        <StagePanel figures={data} />
        {data.workers.length > 0 && (
          <WorkerTable workers={data.workers} activeSeconds={data.activeSeconds} serving={serving} />
        )}
      </div>
      <div className="llm-column">
        {data.courses.length > 0 && (
          <section className="panel" aria-labelledby="courses">
            <h2 id="courses">{data.courses.map((course) => course.stage).join(" against ")}</h2>
            {data.courses.map(({ stage, series }) => (
              <TimeChart
                key={stage}
                title={stage}
                series={series}
                unit="seconds"
                interval={intervalOf(range, data.askedAt)}
                height={130}
                zoom={zoom}
              />
            ))}
          </section>
        )}
        {data.measured && <SeparationPanel measured={data.measured} />}
      </div>
    </div>
  );
}

function NoRequests({ serving }: { serving: Serving }) {
  return (
    <section className="panel">
      <h2>No request in this range tells its stages</h2>
      <p>
        Looked for as {serving.label} tells them:{" "}
        <code>{serving.spans.prefill ?? serving.spans.requests}</code> and others. Choose a longer time range
        or another serving system, or say below which spans are the stages. To see the page with an example:
      </p>
      <pre>./rubato demo</pre>
    </section>
  );
}

function StagePanel({ figures }: { figures: Figures }) {
  const { stages, firstToken, perToken } = figures;
  const longest = stages.reduce((most, stage) => Math.max(most, stage.p95), 0);
  return (
    <section className="panel" aria-labelledby="steps">
      <h2 id="steps">Where requests spend their time</h2>
      <dl className="headline">
        <Figure name="Time to first token, P50">{formatSeconds(firstToken.p50)}</Figure>
        <Figure name="P95">{formatSeconds(firstToken.p95)}</Figure>
        <Figure name="Between tokens, P50">{formatSeconds(perToken.p50)}</Figure>
        <Figure name="P95">{formatSeconds(perToken.p95)}</Figure>
      </dl>
      <ScrollRegion className="wide-table" label="Stages of all requests">
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
            {stages.map((stage) => (
              <StageRow key={stage.id} stage={stage} longest={longest} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function StageRow({ stage, longest }: { stage: StageFigures; longest: number }) {
  const width = (seconds: number) => `${longest > 0 ? (seconds / longest) * 100 : 0}%`;
  return (
    <tr>
      <th scope="row" title={stage.about}>
        <span className="service-dot" style={{ background: stageColour(stage.id) }} />
        {stage.id}
      </th>
      <td className="number">{formatCount(stage.count)}</td>
      <td className="number">{formatSeconds(stage.p50)}</td>
      <td className="number">{formatSeconds(stage.p95)}</td>
      <td className="number">{formatSeconds(stage.mean)}</td>
      <td className="quantile-cell">
        <span
          className="quantile-p95"
          style={{ width: width(stage.p95), borderColor: stageColour(stage.id) }}
        />
        <span
          className="quantile-p50"
          style={{ width: width(stage.p50), background: stageColour(stage.id) }}
        />
      </td>
    </tr>
  );
}
