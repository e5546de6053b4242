import type { TraceRoute } from "../../routing/route";
import { ErrorLine } from "../common/ErrorLine";
import { NotFound } from "../common/NotFound";
import { OpenFile } from "./OpenFile";
import { TraceView } from "./TraceView";
import { type OpenTrace, useTrace } from "./useTrace";

/** The trace that the URL names. */
export function TracePage({ route }: { route: TraceRoute }) {
  const open = useTrace(route.id);
  switch (open.state.phase) {
    case "loading":
      return (
        <main className="page muted" id="main" aria-busy="true">
          Loading the trace…
        </main>
      );
    case "failed":
      return (
        <main className="page" id="main">
          <ErrorLine text={open.state.message} />
        </main>
      );
    case "absent":
      return <AbsentTrace id={route.id} open={open} />;
    case "open":
      return <TraceView route={route} open={open} state={open.state} />;
  }
}

function AbsentTrace({ id, open }: { id: string; open: OpenTrace }) {
  return (
    <NotFound
      title="Trace not found"
      text={`No span of trace ${id} is stored: it was never sent here, its sampling said no, it was older than the retention keeps, or it was opened from a file before this page was loaded anew.`}
    >
      <button type="button" className="button" onClick={open.reload}>
        Look again
      </button>
      <OpenFile />
    </NotFound>
  );
}
