import { Link } from "../../routing/Link";
import type { Route } from "../../routing/route";
import { isEmpty } from "../status/stored";
import { useStatus } from "../status/useStatus";
import { FirstSteps } from "./FirstSteps";

interface Props {
  /** What was not found. */
  text: string;
  /** The same page over the longest time range, if that is another one. */
  longer: Route | null;
  again: () => void;
}

/** Says that no span was found, and what to do: look further back, or send a first trace where nothing is stored. */
export function NoSpans({ text, longer, again }: Props) {
  const status = useStatus(false).data;
  if (isEmpty(status)) return <FirstSteps listening={status.listening ?? []} again={again} />;
  return (
    <p className="panel">
      {text} {longer && <Link to={longer}>Look at the last 7 days</Link>}
    </p>
  );
}
