import { ErrorLine } from "../common/ErrorLine";
import { AnatomyPanel } from "./AnatomyPanel";
import type { Serving } from "./serving";
import { useAnatomy } from "./useAnatomy";

interface Props {
  request: string;
  range: string;
  serving: Serving;
  close: () => void;
}

/** One request, taken apart. */
export function RequestSection({ request, range, serving, close }: Props) {
  const { data: anatomy, error } = useAnatomy(request, serving);
  if (error) return <ErrorLine text={error.message} />;
  if (anatomy === undefined) return <p className="panel muted">Looking for the request…</p>;
  if (anatomy === null) {
    return (
      <ErrorLine
        text={`No request ${request} is stored: it is the id neither of a request, as ${serving.label} tells them, nor of its trace.`}
      />
    );
  }
  return <AnatomyPanel anatomy={anatomy} range={range} serving={serving} close={close} />;
}
