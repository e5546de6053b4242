import { useEffect, useMemo } from "react";
import type { StoredTrace } from "../../api/trace";
import { navigate } from "../../routing/location";
import { servicesOf } from "../../trace/services";
import { readTrace } from "../../trace/span";
import { treeRows } from "../../trace/tree";
import { SpanDetails } from "./SpanDetails";
import { TraceSummary } from "./TraceSummary";
import { Waterfall } from "./Waterfall";

interface Props {
  id: string;
  trace: StoredTrace;
  selected: string | null;
  reload: () => void;
  loading: boolean;
}

/** A trace: its summary, its waterfall and, beside it, the span that was chosen. */
export function TraceView({ id, trace: stored, selected, reload, loading }: Props) {
  const trace = useMemo(() => readTrace(stored.resourceSpans), [stored]);
  const rows = useMemo(() => treeRows(trace.spans), [trace]);
  const services = useMemo(() => servicesOf(trace.spans), [trace]);
  const chosen = selected === null ? undefined : trace.spans.find((span) => span.key === selected);
  const root = rows[0]?.span;
  useEffect(() => {
    document.title = root ? `${root.service} ${root.name} – Rubato` : "Rubato";
  }, [root]);
  const select = (span: string | null) => navigate({ page: "trace", id, span }, "replace");
  return (
    <main className="trace-page" id="main">
      <TraceSummary
        id={id}
        trace={trace}
        root={root}
        services={services}
        message={stored.message}
        reload={reload}
        loading={loading}
      />
      <div className={chosen ? "trace-body with-details" : "trace-body"}>
        <Waterfall rows={rows} trace={trace} services={services} selected={selected} select={select} />
        {chosen && (
          <SpanDetails
            key={chosen.key}
            span={chosen}
            colour={services.get(chosen.service)?.colour ?? 0}
            close={() => select(null)}
          />
        )}
      </div>
    </main>
  );
}
