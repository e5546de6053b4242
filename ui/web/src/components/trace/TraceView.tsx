import { useEffect, useState } from "react";
import type { TraceRoute } from "../../routing/route";
import type { TraceState } from "../../trace/client";
import { type Logs, readLogs } from "../../trace/logs";
import { FlameGraph } from "./FlameGraph";
import { LogPanel } from "./LogPanel";
import { ServiceMap } from "./ServiceMap";
import { SpanDetails } from "./SpanDetails";
import { SpanTable } from "./SpanTable";
import { StatisticsTable } from "./StatisticsTable";
import { TraceSummary } from "./TraceSummary";
import { TraceToolbar } from "./TraceToolbar";
import { useFind } from "./useFind";
import { useLook } from "./useLook";
import type { OpenTrace } from "./useTrace";
import { useTraceKeys } from "./useTraceKeys";
import { useTree } from "./useTree";
import type { ViewId } from "./views";
import { Waterfall } from "./Waterfall";

interface Props {
  route: TraceRoute;
  open: OpenTrace;
  state: Extract<TraceState, { phase: "open" }>;
}

/** A trace: its summary, the ways to look at it and, beside them, the span that was chosen. */
export function TraceView({ route, open, state }: Props) {
  const { id, span: selected } = route;
  const { head, rows } = state;
  const { services } = head;
  const { look, change, select } = useLook(route);
  const { view, critical } = look;
  // Of the first rows alone the other views would say something wrong.
  const shown = state.isWhole || view === "waterfall" || view === "logs" ? view : null;
  const tree = useTree(rows, selected, look, change);
  const [logs, setLogs] = useState<Logs | null>(null);
  const chosen = selected === null ? undefined : rows.find((row) => row.span.key === selected);
  const root = rows[0]?.span;
  useEffect(() => {
    document.title = root ? `${root.service} ${root.name} – Rubato` : "Rubato";
  }, [root]);
  // What a table is sorted by is of no use to another.
  const show = (next: ViewId) => change({ view: next, sort: "" });
  const setCritical = (shown: boolean) => change({ critical: shown });
  /** Looks for a name in the waterfall. */
  const narrow = (find: string) => change({ find, view: "waterfall", sort: "" });
  const goTo = (key: string) => {
    tree.reveal(key);
    if (selected !== null) select(key);
  };
  const find = useFind(open.client, rows, look.find, (text) => change({ find: text }), goTo);
  useTraceKeys({ show, find, toggleCritical: () => setCritical(!critical) });
  return (
    <main className="trace-page" id="main">
      <TraceSummary id={id} head={head} root={root} open={open} rows={rows} goTo={goTo} />
      <TraceToolbar
        {...{ view, show, tree, find, critical, setCritical }}
        showsWhole={state.isWhole}
        logCount={logs?.lines.length ?? 0}
      />
      <div className={chosen ? "trace-body with-details" : "trace-body"}>
        {shown === "waterfall" && (
          <Waterfall
            {...{ tree, services, selected, select, critical }}
            all={rows}
            zoom={look.time}
            setZoom={(time) => change({ time })}
            duration={head.duration}
            found={find.keys}
          />
        )}
        {shown === null && <section className="view-scroll" aria-busy="true" />}
        {shown === "flame" && (
          <FlameGraph
            {...{ rows, services, narrow }}
            frame={look.frame}
            setFrame={(frame) => change({ frame })}
          />
        )}
        {shown === "services" && <ServiceMap {...{ rows, services }} />}
        {shown === "spans" && (
          <SpanTable
            {...{ rows, services, selected, select }}
            found={find.keys}
            sort={look.sort}
            setSort={(sort) => change({ sort })}
          />
        )}
        {shown === "statistics" && (
          <StatisticsTable {...{ rows, services, narrow, look, change }} duration={head.duration} />
        )}
        {shown === "logs" && (
          <LogPanel
            {...{ id, rows, services, logs, select }}
            startNanos={head.startNanos}
            read={(text) => setLogs(text === null ? null : readLogs(text, id))}
          />
        )}
        {chosen && (
          <SpanDetails
            key={chosen.span.key}
            row={chosen}
            client={open.client}
            duration={head.duration}
            colour={services.get(chosen.span.service)?.colour ?? 0}
            logs={logs}
            goToParent={parentKey(rows, chosen.span.parentId, select)}
            close={() => select(null)}
          />
        )}
      </div>
    </main>
  );
}

function parentKey(
  rows: OpenRows,
  parentId: string,
  select: (key: string) => void,
): (() => void) | undefined {
  const parent = parentId === "" ? undefined : rows.find((row) => row.span.spanId === parentId);
  return parent && (() => select(parent.span.key));
}

type OpenRows = Props["state"]["rows"];
