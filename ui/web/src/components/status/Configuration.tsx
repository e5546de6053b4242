import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getText } from "../../api/http";
import { CopyButton } from "../common/CopyButton";
import { ErrorLine } from "../common/ErrorLine";
import { ScrollRegion } from "../common/ScrollRegion";

/** The configuration in force: what differs from the defaults, or all of it. */
export function Configuration() {
  const [mode, setMode] = useState<"diff" | "">("diff");
  const text = useQuery({
    queryKey: ["configuration", mode],
    queryFn: ({ signal }) => getText(`/status/config?mode=${mode}`, signal),
  });
  return (
    <section className="panel" aria-labelledby="configuration">
      <div className="results-bar">
        <h2 id="configuration">Configuration in force</h2>
        <fieldset className="segments" aria-label="How much of it">
          <button type="button" aria-pressed={mode === "diff"} onClick={() => setMode("diff")}>
            what was changed
          </button>
          <button type="button" aria-pressed={mode === ""} onClick={() => setMode("")}>
            all
          </button>
        </fieldset>
        {text.data && <CopyButton text={text.data} label="Copy the configuration" />}
      </div>
      {text.error && <ErrorLine text={text.error.message} />}
      <ScrollRegion className="configuration" label="Configuration as YAML">
        <pre>
          {text.data?.trim() || (text.isSuccess ? "Nothing was changed: the defaults are in force." : " ")}
        </pre>
      </ScrollRegion>
    </section>
  );
}
