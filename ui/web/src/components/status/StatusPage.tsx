import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchSlowQueries, fetchStorage } from "../../api/status";
import { TimeChart } from "../chart/TimeChart";
import { ErrorLine } from "../common/ErrorLine";
import { useAskedAt } from "../common/useAskedAt";
import { useMetric } from "../metrics/useMetric";
import { FirstSteps } from "../search/FirstSteps";
import { Configuration } from "./Configuration";
import { HeadsPanel } from "./HeadsPanel";
import { RefusedSpans } from "./RefusedSpans";
import { SlowQueries } from "./SlowQueries";
import { StatusPanel } from "./StatusPanel";
import { StorageByBlock } from "./StorageByBlock";
import { StorageByPart } from "./StorageByPart";
import { isEmpty } from "./stored";
import { useStatus } from "./useStatus";

const REFRESH_MILLIS = 15_000;

/** How the server does: what comes in, what it holds and what that costs, and what it was asked. */
export function StatusPage() {
  const { data: status, error, dataUpdatedAt, ingestRate, refetch } = useStatus(true);
  const { askedAt } = useAskedAt("");
  const storage = useQuery({
    queryKey: ["storage"],
    queryFn: ({ signal }) => fetchStorage(signal),
    refetchInterval: REFRESH_MILLIS,
  });
  const slow = useQuery({
    queryKey: ["slow-queries"],
    queryFn: ({ signal }) => fetchSlowQueries(signal),
    refetchInterval: REFRESH_MILLIS,
  });
  const spans = useMetric({ query: "{} | rate()", range: "1h", step: 60, exemplars: 1 }, askedAt);
  useEffect(() => {
    document.title = "Status – Rubato";
  }, []);
  return (
    <main className="page wide" id="main">
      <h1>Status</h1>
      {error && <ErrorLine text={error.message} />}
      {status?.readOnly && (
        <p className="warning-line" role="status">
          <strong>Read-only:</strong> {status.readOnly}
        </p>
      )}
      {isEmpty(status) && <FirstSteps listening={status.listening ?? []} again={() => refetch()} />}
      <div className="status-grid">
        {status && <StatusPanel status={status} now={dataUpdatedAt} ingestRate={ingestRate} />}
        <section className="panel" aria-labelledby="refused">
          <h2 id="refused">Refused</h2>
          {status && <RefusedSpans refused={status.spansRefused ?? {}} events={status.events ?? {}} />}
        </section>
        <section className="panel chart-panel" aria-label="Spans per second by when they started">
          {spans.error && <ErrorLine text={spans.error.message} />}
          {spans.data && (
            <TimeChart
              title="Spans per second by when they started, last hour"
              series={spans.data.series.map((one) => ({ ...one, exemplars: [] }))}
              unit="perSecond"
              height={170}
            />
          )}
        </section>
        {status && <HeadsPanel status={status} />}
      </div>
      {storage.error && <ErrorLine text={storage.error.message} />}
      {storage.data?.damaged.map((line) => (
        <p key={line} className="error-line">
          {line}
        </p>
      ))}
      {storage.data && (
        <div className="storage-grid">
          <StorageByPart parts={storage.data.parts} blocks={storage.data.blocks} />
          <StorageByBlock storage={storage.data} now={dataUpdatedAt} />
        </div>
      )}
      <SlowQueries queries={slow.data} failure={slow.error} />
      <Configuration />
    </main>
  );
}
