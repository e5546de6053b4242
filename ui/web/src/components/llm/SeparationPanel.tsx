import { ScrollRegion } from "../common/ScrollRegion";
import { formatPercent, formatSeconds } from "./seconds";
import { type Measured, type Separation, separationOf } from "./separation";

/** What separating or joining the stages changes, with the arithmetic that says so. */
export function SeparationPanel({ measured }: { measured: Measured }) {
  const result = separationOf(measured);
  const { separate, joined, burstiness } = result;
  return (
    <section className="panel separation" aria-labelledby="separation">
      <h2 id="separation">Separate stages, or joined?</h2>
      <p className="verdict">{verdictOf(result)}</p>
      <ScrollRegion className="wide-table" label="Separate and joined stages">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Mean of all requests</th>
              <th scope="col" className="number">
                Separate, as measured
              </th>
              <th scope="col" className="number">
                Joined, as reckoned
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">workers are taken</th>
              <td className="number">
                prefill {formatPercent(separate.prefillUtilisation)}, decode{" "}
                {formatPercent(separate.decodeUtilisation)}
              </td>
              <td className="number">{formatPercent(joined.utilisation)}</td>
            </tr>
            <tr>
              <th scope="row">wait in queues</th>
              <td className="number">{formatSeconds(separate.wait)}</td>
              <td className="number">{formatSeconds(joined.wait)}</td>
            </tr>
            <tr>
              <th scope="row">hand-over</th>
              <td className="number">{formatSeconds(measured.handOver)}</td>
              <td className="number">none</td>
            </tr>
            <tr>
              <th scope="row">time to first token</th>
              <td className="number">
                <strong>{formatSeconds(separate.timeToFirstToken)}</strong>
              </td>
              <td className="number">
                <strong>{formatSeconds(joined.timeToFirstToken)}</strong>
              </td>
            </tr>
          </tbody>
        </table>
      </ScrollRegion>
      <details open>
        <summary>The arithmetic</summary>
        <ol className="arithmetic">
          {linesOf(measured, result).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
        <p className="muted">
          The wait before c workers that are taken for a part ρ of their time S is reckoned as ρ^(√(2(c+1))−1)
          / (c (1−ρ)) · S (Sakasegawa's approximation), times {burstiness.toFixed(2)}: so much longer do
          requests wait here than that says, because they come in bursts and differ in length. A joined worker
          is reckoned to do one request at a time and to need no hand-over; that one request's prefill then
          delays another's tokens shows as wait.
        </p>
      </details>
    </section>
  );
}

function verdictOf({ separate, joined }: Separation): string {
  const now = separate.timeToFirstToken;
  const then = joined.timeToFirstToken;
  if (!Number.isFinite(then)) return "Joined workers could not keep up with these requests: stay separate.";
  const change = (then - now) / now;
  if (Math.abs(change) < 0.05)
    return "It makes little difference: the time to the first token stays as it is.";
  const word = change < 0 ? "sooner" : "later";
  const why =
    change < 0
      ? "what is free in one stage helps out the other"
      : "long prompts and long answers then wait for one another";
  return `Joined, the first token would come ${formatPercent(Math.abs(change))} ${word}: ${why}.`;
}

function linesOf(measured: Measured, { separate, joined, burstiness }: Separation): string[] {
  const { prefill, decode, handOver, firstToken } = measured;
  const rate = (value: number) => `${value.toFixed(2)}/s`;
  return [
    `prefill is taken ${rate(prefill.rate)} · ${formatSeconds(prefill.service)} / ${prefill.workers} = ${formatPercent(separate.prefillUtilisation)} of the time`,
    `decode is taken ${rate(decode.rate)} · ${formatSeconds(decode.service)} / ${decode.workers} = ${formatPercent(separate.decodeUtilisation)} of the time (hand-over ${formatSeconds(handOver)} included)`,
    `measured waits: ${formatSeconds(prefill.wait)} + ${formatSeconds(decode.wait)} = ${formatSeconds(separate.wait)}`,
    `first token, separate: ${formatSeconds(separate.wait)} wait + ${formatSeconds(prefill.service)} prefill + ${formatSeconds(handOver)} hand-over + ${formatSeconds(firstToken)} first token = ${formatSeconds(separate.timeToFirstToken)}`,
    `a joined request takes a worker ${formatSeconds(prefill.service)} + ${formatSeconds(decode.service)} − ${formatSeconds(handOver)} = ${formatSeconds(joined.service)}`,
    `joined workers are taken ${rate(prefill.rate)} · ${formatSeconds(joined.service)} / ${joined.workers} = ${formatPercent(joined.utilisation)} of the time`,
    `wait before ${joined.workers} joined workers: ${burstiness.toFixed(2)} · ${formatSeconds(joined.wait / burstiness)} = ${formatSeconds(joined.wait)}`,
    `first token, joined: ${formatSeconds(joined.wait)} wait + ${formatSeconds(prefill.service)} prefill + ${formatSeconds(firstToken)} first token = ${formatSeconds(joined.timeToFirstToken)}`,
  ];
}
