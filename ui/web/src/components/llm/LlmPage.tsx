import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useShortcuts } from "../../keyboard/shortcuts";
import { navigate } from "../../routing/location";
import { parseRange, rangeOf } from "../../routing/range";
import type { Parameters } from "../../routing/route";
import { RangePicker } from "../common/RangePicker";
import { FindRequest } from "./FindRequest";
import { RangeFigures } from "./RangeFigures";
import { RequestList } from "./RequestList";
import { RequestSection } from "./RequestSection";
import { ServingForm } from "./ServingForm";
import { useServing } from "./useServing";

/** How a served model's time is spent: of one request, and of all of a range. */
export function LlmPage({ parameters }: { parameters: Parameters }) {
  const range = parseRange(parameters.range ?? null);
  const { request } = parameters;
  const serving = useServing(parameters, range);
  useEffect(() => {
    document.title = "LLM serving – Rubato";
  }, []);
  const client = useQueryClient();
  useShortcuts("What is asked", [
    { keys: "r", label: "Ask again, up to now", run: () => client.invalidateQueries() },
  ]);
  const go = (change: Record<string, string>) =>
    navigate({ page: "llm", parameters: { ...parameters, ...change } });
  const close = () => go({ request: "" });
  return (
    <main className="page wide-page" id="main">
      <div className="page-head">
        <h1>LLM serving</h1>
        <span className="actions">
          <FindRequest key={request ?? ""} request={request ?? ""} find={(id) => go({ request: id })} />
          <RangePicker range={range} change={(next) => go({ range: next })} />
        </span>
      </div>
      {!serving && <p className="panel muted">Looking which serving system sent spans…</p>}
      {serving && (
        <>
          {request && (
            <RequestSection key={request} request={request} range={range} serving={serving} close={close} />
          )}
          <RangeFigures
            range={range}
            serving={serving}
            zoom={(start, end) => go({ range: rangeOf({ start, end }) })}
          />
          <RequestList
            range={range}
            serving={serving}
            open={(id) => ({ ...parameters, range, request: id })}
          />
          <ServingForm serving={serving} chosen={Boolean(parameters.serving)} go={go} />
        </>
      )}
    </main>
  );
}
