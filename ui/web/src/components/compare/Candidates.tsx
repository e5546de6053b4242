import { useQuery } from "@tanstack/react-query";
import { fetchTraces } from "../../api/candidates";
import type { FoundTrace } from "../../api/search";
import { formatDuration } from "../../format/duration";
import { formatTime, nanosToMillis } from "../../format/time";
import { quoted } from "../../trace/filter";
import { ErrorLine } from "../common/ErrorLine";
import { ScrollRegion } from "../common/ScrollRegion";

const MOST = 200;

/** Traces of the same operation as one that is chosen, to compare it with. */
export function Candidates({ id, choose }: { id: string; choose: (id: string) => void }) {
  const found = useQuery({ queryKey: ["candidates", id], queryFn: ({ signal }) => candidatesOf(id, signal) });
  if (found.error) return <ErrorLine text={found.error.message} />;
  if (!found.data) return <p className="muted">Looking for traces of the same operation…</p>;
  const { trace, others } = found.data;
  if (!trace) return <ErrorLine text={`Trace ${id} is not stored.`} />;
  if (others.length === 0) return <p className="muted">No other trace of this operation is stored.</p>;
  return (
    <section className="panel" aria-labelledby="candidates">
      <h2 id="candidates">
        Compare with which {trace.rootServiceName} {trace.rootTraceName}?
      </h2>
      <p>
        The chosen one took {formatDuration((trace.durationMs ?? 0) * 1e6)}. Of the {others.length} newest
        others:
      </p>
      <ScrollRegion className="wide-table" label="Traces to compare with">
        <table className="data-table narrow-table">
          <thead>
            <tr>
              <th scope="col">Which</th>
              <th scope="col" className="number">
                Duration
              </th>
              <th scope="col" className="number">
                Spans
              </th>
              <th scope="col" className="number">
                Errors
              </th>
              <th scope="col">Started</th>
              <th scope="col">
                <span className="sr-only">Choose</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {offersOf(others).map(({ word, trace: other }) => (
              <CandidateRow key={`${word} ${other.traceID}`} word={word} trace={other} choose={choose} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

interface RowProps {
  word: string;
  trace: FoundTrace;
  choose: (id: string) => void;
}

function CandidateRow({ word, trace, choose }: RowProps) {
  const stats = Object.values(trace.serviceStats ?? {});
  const spans = stats.reduce((sum, one) => sum + (one.spanCount ?? 0), 0);
  const errors = stats.reduce((sum, one) => sum + (one.errorCount ?? 0), 0);
  return (
    <tr>
      <th scope="row">{word}</th>
      <td className="number">{formatDuration((trace.durationMs ?? 0) * 1e6)}</td>
      <td className="number">{spans}</td>
      <td className={errors > 0 ? "number error-text" : "number"}>{errors}</td>
      <td>{formatTime(nanosToMillis(trace.startTimeUnixNano ?? ""))}</td>
      <td>
        <button type="button" className="button small" onClick={() => choose(trace.traceID)}>
          Compare<span className="sr-only"> with the {word} trace</span>
        </button>
      </td>
    </tr>
  );
}

/** The typical one first: the middle one of those without errors. */
function offersOf(others: FoundTrace[]): { word: string; trace: FoundTrace }[] {
  const byDuration = [...others].sort((x, y) => (x.durationMs ?? 0) - (y.durationMs ?? 0));
  const good = byDuration.filter((trace) => errorsOf(trace) === 0);
  const typical = good[Math.floor(good.length / 2)];
  const offers: { word: string; trace: FoundTrace | undefined }[] = [
    { word: "typical", trace: typical },
    { word: "fastest", trace: good[0] },
    { word: "slowest", trace: byDuration.at(-1) },
    ...others.slice(0, 7).map((trace) => ({ word: "recent", trace })),
  ];
  return offers.filter((offer): offer is { word: string; trace: FoundTrace } => offer.trace !== undefined);
}

function errorsOf({ serviceStats = {} }: FoundTrace): number {
  return Object.values(serviceStats).reduce((sum, one) => sum + (one.errorCount ?? 0), 0);
}

async function candidatesOf(id: string, signal: AbortSignal) {
  const [trace] = await fetchTraces(`{ trace:id = ${quoted(id)} }`, "start", 1, signal);
  if (!trace) return { trace: null, others: [] };
  const query = `{ trace:rootService = ${quoted(trace.rootServiceName ?? "")} && trace:rootName = ${quoted(trace.rootTraceName ?? "")} && nestedSetParent < 0 }`;
  const found = await fetchTraces(query, "start", MOST, signal);
  const likeIt = found.filter((other) => other.traceID !== trace.traceID);
  // Requests that were turned away at the door tell little of one that was served.
  const services = Object.keys(trace.serviceStats ?? {}).length;
  const alike = likeIt.filter((other) => Object.keys(other.serviceStats ?? {}).length >= services);
  return { trace, others: alike.length > 0 ? alike : likeIt };
}
