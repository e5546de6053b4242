import { useQuery } from "@tanstack/react-query";
import { findRequest } from "../../api/requests";
import { ErrorLine } from "../common/ErrorLine";
import { useTrace } from "../trace/useTrace";
import { AnatomyPanel } from "./AnatomyPanel";

interface Props {
  request: string;
  range: string;
  close: () => void;
}

/** One request, taken apart. */
export function RequestSection({ request, range, close }: Props) {
  const found = useQuery({
    queryKey: ["request", request],
    queryFn: ({ signal }) => findRequest(request, signal),
  });
  if (found.error) return <ErrorLine text={found.error.message} />;
  if (found.data === undefined) return <p className="muted">Looking for the request…</p>;
  if (found.data === null) {
    return (
      <ErrorLine text={`No request ${request} is stored: neither a trace nor an x_request_id is that.`} />
    );
  }
  return <OpenRequest id={found.data} range={range} close={close} />;
}

function OpenRequest({ id, range, close }: { id: string; range: string; close: () => void }) {
  const { state, client } = useTrace(id);
  switch (state.phase) {
    case "loading":
      return <p className="muted">Loading the request…</p>;
    case "absent":
      return <ErrorLine text={`Trace ${id} is not stored.`} />;
    case "failed":
      return <ErrorLine text={state.message} />;
    case "open":
      return <AnatomyPanel id={id} rows={state.rows} client={client} range={range} close={close} />;
  }
}
