import { useEffect } from "react";
import { Link } from "../../routing/Link";
import type { Parameters } from "../../routing/route";
import { ChooseTraces } from "./ChooseTraces";
import { CompareSets } from "./CompareSets";
import { CompareTraces } from "./CompareTraces";

/** Two traces side by side, or two sets of spans by their attributes. */
export function ComparePage({ parameters }: { parameters: Parameters }) {
  const isSets = parameters.of === "sets";
  const { a, b } = parameters;
  useEffect(() => {
    document.title = "Compare – Rubato";
  }, []);
  return (
    <main className="page wide-page" id="main">
      <div className="page-head">
        <h1>Compare</h1>
        <nav className="tab-links" aria-label="What to compare">
          <Link to={{ page: "compare", parameters: withoutSets(parameters) }} current={!isSets}>
            Two traces
          </Link>
          <Link to={{ page: "compare", parameters: { of: "sets" } }} current={isSets}>
            Two sets of spans
          </Link>
        </nav>
      </div>
      {isSets ? (
        <CompareSets parameters={parameters} />
      ) : (
        <>
          <ChooseTraces key={`${a} ${b}`} a={a ?? ""} b={b ?? ""} />
          {a && b && <CompareTraces key={`${a} ${b}`} parameters={parameters} />}
        </>
      )}
    </main>
  );
}

function withoutSets({ a, b }: Parameters): Parameters {
  return { ...(a && { a }), ...(b && { b }) };
}
