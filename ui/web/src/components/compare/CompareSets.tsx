import { useQuery } from "@tanstack/react-query";
import { fetchCompare } from "../../api/sets";
import { formatCount, plural } from "../../format/quantity";
import type { Parameters } from "../../routing/route";
import { attributionOf } from "../../trace/attribution";
import { ErrorLine } from "../common/ErrorLine";
import { AttributeDifferences } from "./AttributeDifferences";
import { ChooseSets } from "./ChooseSets";
import { questionOf } from "./setQuestion";
import { useSlowest } from "./useSlowest";

/** Two sets of spans, a selection against the rest, with the attributes that differ most. */
export function CompareSets({ parameters }: { parameters: Parameters }) {
  const question = questionOf(parameters);
  const slowest = useSlowest(question);
  const selection = question.kind === "slow" ? slowest.selection : question.selection;
  const answer = useQuery({
    queryKey: ["compare sets", question.base, selection, question.range],
    queryFn: async ({ signal }) =>
      attributionOf(
        await fetchCompare(question.base, selection ?? "{}", question.range, signal),
        selection ?? "",
      ),
    enabled: selection !== null,
  });
  const failure = answer.error ?? slowest.error;
  return (
    <>
      <ChooseSets key={JSON.stringify(question)} question={question} selection={selection} />
      {failure && <ErrorLine text={failure.message} />}
      {!failure && !answer.data && <p className="muted">Comparing…</p>}
      {answer.data && (
        <>
          <p role="status">
            <span className="side side-b">Selection</span> {plural(answer.data.selectionCount, "span")};{" "}
            <span className="side side-a">the rest</span> {formatCount(answer.data.baselineCount)}.
            {answer.data.selectionCount === 0 &&
              " No span is in the selection: choose another one, or a longer time range."}
          </p>
          {answer.data.selectionCount > 0 && (
            <AttributeDifferences
              attribution={answer.data}
              base={question.base}
              selection={selection ?? ""}
              range={question.range}
            />
          )}
        </>
      )}
    </>
  );
}
