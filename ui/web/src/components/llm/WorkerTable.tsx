import { formatCount } from "../../format/quantity";
import { ScrollRegion } from "../common/ScrollRegion";
import { formatPercent, formatSeconds } from "./seconds";
import type { Serving } from "./serving";
import { imbalanceOf, type WorkerFigures } from "./stageFigures";

interface Props {
  workers: WorkerFigures[];
  activeSeconds: number;
  serving: Serving;
}

/** What each worker did: how much of its requests' time it was idle, and how evenly work was spread. */
export function WorkerTable({ workers, activeSeconds, serving }: Props) {
  const components = [...new Set(workers.map((worker) => worker.component))].sort().reverse();
  return (
    <section className="panel" aria-labelledby="workers">
      <h2 id="workers">Workers</h2>
      <ScrollRegion className="wide-table" label="What each worker did">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Worker</th>
              <th scope="col" className="number">
                Requests
              </th>
              <th scope="col" className="number">
                Busy
              </th>
              <th scope="col" className="number">
                Idle
              </th>
              <th
                scope="col"
                className="number"
                title="Of the time that its requests were there: they waited"
              >
                Idle share
              </th>
              <th
                scope="col"
                className="number"
                title={`Of the ${formatSeconds(activeSeconds)} with requests`}
              >
                Load
              </th>
            </tr>
          </thead>
          <tbody>
            {components.flatMap((component) =>
              workers
                .filter((worker) => worker.component === component)
                .map((worker) => (
                  <WorkerRow
                    key={component + worker.instance}
                    worker={worker}
                    activeSeconds={activeSeconds}
                  />
                )),
            )}
          </tbody>
        </table>
      </ScrollRegion>
      {components.map((component) => (
        <p key={component}>{imbalanceText(component, workers)}</p>
      ))}
      <p className="muted">
        {serving.idle ? (
          <>
            Idle is what the spans <code>handle_payload</code> spent waiting, mostly in the queue: busy_ns and
            idle_ns, summed.
          </>
        ) : (
          <>
            Busy is its stages' time and idle its requests' in the queue, summed by{" "}
            <code>{serving.worker}</code>.
          </>
        )}{" "}
        Load is busy time over the {formatSeconds(activeSeconds)} in which requests came.
      </p>
    </section>
  );
}

function WorkerRow({ worker, activeSeconds }: { worker: WorkerFigures; activeSeconds: number }) {
  const { component, instance, requests, busy, idle } = worker;
  return (
    <tr>
      <th scope="row">
        {component} <code>{instance.slice(0, 8)}</code>
      </th>
      <td className="number">{formatCount(requests)}</td>
      <td className="number">{formatSeconds(busy)}</td>
      <td className="number">{formatSeconds(idle)}</td>
      <td className="number">{formatPercent(busy + idle > 0 ? idle / (busy + idle) : 0)}</td>
      <td className="number">{activeSeconds > 0 ? formatPercent(busy / activeSeconds) : "–"}</td>
    </tr>
  );
}

function imbalanceText(component: string, all: WorkerFigures[]): string {
  const workers = all.filter((worker) => worker.component === component);
  if (workers.length < 2) return `${component} has one worker, so there is nothing to balance.`;
  const times = imbalanceOf(workers).toFixed(2);
  return `${component}: the busiest of ${workers.length} workers had ${times} times an equal part of the work.`;
}
