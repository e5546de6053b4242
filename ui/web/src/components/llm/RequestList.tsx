import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchRequests, type ModelRequest } from "../../api/requests";
import { formatCount } from "../../format/quantity";
import { formatTime, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import type { Parameters } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { ErrorMark } from "../common/ErrorMark";
import { ScrollRegion } from "../common/ScrollRegion";
import { formatSeconds } from "./seconds";
import { measureOf, REQUESTS, type Serving } from "./serving";

const SHOWN = 12;

interface Props {
  range: string;
  serving: Serving;
  /** The parameters of the page with this request taken apart. */
  open: (id: string) => Parameters;
}

/** Requests of the range, each to be taken apart. */
export function RequestList({ range, serving, open }: Props) {
  const [order, setOrder] = useState<"duration" | "start">("duration");
  const found = useQuery({
    queryKey: ["llm requests", range, order, serving],
    queryFn: ({ signal }) =>
      fetchRequests(measureOf(serving, REQUESTS)?.filter ?? "true", range, order, SHOWN, signal),
  });
  if (found.error) return <ErrorLine text={found.error.message} />;
  if (!found.data?.length) return null;
  return (
    <section className="panel" aria-labelledby="requests">
      <div className="page-head">
        <h2 id="requests">Requests</h2>
        <fieldset className="segments" aria-label="Which requests">
          <button type="button" aria-pressed={order === "duration"} onClick={() => setOrder("duration")}>
            Slowest
          </button>
          <button type="button" aria-pressed={order === "start"} onClick={() => setOrder("start")}>
            Newest
          </button>
        </fieldset>
      </div>
      <ScrollRegion className="wide-table" label="Requests of the range">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col" className="number">
                First token
              </th>
              <th scope="col" className="number">
                Prompt
              </th>
              <th scope="col" className="number">
                Answer
              </th>
              <th scope="col">Started</th>
            </tr>
          </thead>
          <tbody>
            {found.data.map((request) => (
              <RequestRow key={request.traceId} request={request} to={open(request.traceId)} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function RequestRow({ request, to }: { request: ModelRequest; to: Parameters }) {
  const { traceId, requestId, error, duration, timeToFirstToken, inputTokens, outputTokens, startNanos } =
    request;
  return (
    <tr>
      <th scope="row">
        {error && <ErrorMark title={error} />}{" "}
        <Link to={{ page: "llm", parameters: to }}>{requestId || traceId}</Link>
      </th>
      <td className="number">{formatSeconds(duration)}</td>
      <td className="number">{timeToFirstToken > 0 ? formatSeconds(timeToFirstToken) : "–"}</td>
      <td className="number">{tokens(inputTokens)}</td>
      <td className="number">{tokens(outputTokens)}</td>
      <td>{formatTime(nanosToMillis(startNanos))}</td>
    </tr>
  );
}

function tokens(count: number): string {
  return Number.isNaN(count) ? "–" : formatCount(count);
}
