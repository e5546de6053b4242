import { useQuery } from "@tanstack/react-query";
import { fetchTrace } from "../../api/trace";
import { ErrorLine } from "../common/ErrorLine";
import { NotFound } from "../common/NotFound";
import { TraceView } from "./TraceView";

/** The trace that the URL names. */
export function TracePage({ id, selected }: { id: string; selected: string | null }) {
  const stored = useQuery({
    queryKey: ["trace", id],
    queryFn: ({ signal }) => fetchTrace(id, signal),
    refetchOnWindowFocus: false,
  });
  if (stored.error) {
    return (
      <main className="page">
        <ErrorLine text={stored.error.message} />
      </main>
    );
  }
  if (stored.data === undefined) return <main className="page muted">Loading the trace…</main>;
  if (stored.data === null) {
    return (
      <NotFound
        title="Trace not found"
        text={`No span of trace ${id} is stored: it was never sent here, its sampling said no, or it was older than the retention keeps.`}
      >
        <button
          type="button"
          className="button"
          onClick={() => stored.refetch()}
          disabled={stored.isFetching}
        >
          Look again
        </button>
      </NotFound>
    );
  }
  return (
    <TraceView
      id={id}
      trace={stored.data}
      selected={selected}
      reload={stored.refetch}
      loading={stored.isFetching}
    />
  );
}
