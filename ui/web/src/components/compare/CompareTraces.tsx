import { useMemo } from "react";
import { navigate } from "../../routing/location";
import type { Parameters } from "../../routing/route";
import type { TraceState } from "../../trace/client";
import { changesOf, DIFFERENCES, type Difference, matchTraces } from "../../trace/matching";
import { ErrorLine } from "../common/ErrorLine";
import { useTrace } from "../trace/useTrace";
import { ChangeTable } from "./ChangeTable";
import { DifferenceFilter } from "./DifferenceFilter";
import { MatchTable } from "./MatchTable";
import { SpanDifference } from "./SpanDifference";
import { Verdict } from "./Verdict";

type Open = Extract<TraceState, { phase: "open" }>;

/** Two traces, matched span by span. */
export function CompareTraces({ parameters }: { parameters: Parameters }) {
  const { a = "", b = "" } = parameters;
  const first = useTrace(a);
  const second = useTrace(b);
  for (const [name, { state }] of [
    ["A", first],
    ["B", second],
  ] as const) {
    if (state.phase === "absent") return <ErrorLine text={`Trace ${name} is not stored.`} />;
    if (state.phase === "failed") return <ErrorLine text={`Trace ${name}: ${state.message}`} />;
  }
  if (!isWhole(first.state) || !isWhole(second.state)) return <p className="muted">Loading both traces…</p>;
  return (
    <Comparison
      parameters={parameters}
      ids={[a, b]}
      states={[first.state, second.state]}
      clients={[first.client, second.client]}
    />
  );
}

function isWhole(state: TraceState): state is Open {
  return state.phase === "open" && state.isWhole;
}

interface Props {
  /** Of the URL: which differences are shown, and the row that is chosen. */
  parameters: Parameters;
  ids: [string, string];
  states: [Open, Open];
  clients: [ReturnType<typeof useTrace>["client"], ReturnType<typeof useTrace>["client"]];
}

function Comparison({ parameters, ids, states, clients }: Props) {
  const [a, b] = states;
  const matches = useMemo(() => matchTraces(a.rows, b.rows), [a.rows, b.rows]);
  const changes = useMemo(() => changesOf(a.rows, b.rows), [a.rows, b.rows]);
  const shown = differenceOf(parameters.show);
  const chosen = /^\d+$/.test(parameters.row ?? "") ? Number(parameters.row) : null;
  const visible = useMemo(
    () => (shown === null ? matches : matches.filter((match) => match.difference === shown)),
    [matches, shown],
  );
  const longer = Math.max(a.head.duration, b.head.duration);
  const isOwn = parameters.axis === "own";
  const go = (difference: Difference | null, row: number | null, own = isOwn) =>
    navigate(
      {
        page: "compare",
        parameters: {
          ...{ a: ids[0], b: ids[1] },
          ...(difference && { show: difference }),
          ...(row !== null && { row: String(row) }),
          ...(own && { axis: "own" }),
        },
      },
      "replace",
    );
  const match = chosen === null ? undefined : visible[chosen];
  return (
    <>
      <Verdict ids={ids} heads={[a.head, b.head]} changes={changes} />
      <ChangeTable changes={changes} />
      <section className="match-section" aria-labelledby="matches">
        <h2 id="matches">Span by span</h2>
        <div className="match-tools">
          <DifferenceFilter matches={matches} shown={shown} show={(next) => go(next, null)} />
          <label className="toggle" title="Each trace as wide as the other, to compare what they are made of">
            <input
              type="checkbox"
              checked={isOwn}
              onChange={(event) => go(shown, chosen, event.target.checked)}
            />
            Each on its own axis
          </label>
        </div>
        <MatchTable
          matches={visible}
          axes={isOwn ? [a.head.duration, b.head.duration] : [longer, longer]}
          chosen={chosen}
          choose={(row) => go(shown, row)}
          isTree={shown === null}
        />
        {match && (
          <SpanDifference
            key={`${match.a?.span.key} ${match.b?.span.key}`}
            match={match}
            ids={ids}
            clients={clients}
            close={() => go(shown, null)}
          />
        )}
      </section>
    </>
  );
}

function differenceOf(text: string | undefined): Difference | null {
  return DIFFERENCES.find((known) => known === text) ?? null;
}
