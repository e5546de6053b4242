import { useId } from "react";
import { errorPlace } from "../../query/position";
import { ErrorLine } from "../common/ErrorLine";
import { ErrorPlace } from "./ErrorPlace";

/** What went wrong with a query, and where in it if the server says so. */
export function QueryError({ query, message }: { query: string; message: string }) {
  const id = useId();
  const place = errorPlace(message, query);
  if (place === null) return <ErrorLine text={message} />;
  return <ErrorPlace id={id} query={query} place={place} message={message} />;
}
