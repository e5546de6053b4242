interface Props {
  id: string;
  query: string;
  place: number;
  message: string;
}

/** Says what is wrong with a query, and shows where. */
export function ErrorPlace({ id, query, place, message }: Props) {
  const at = query.slice(place, place + 1) || " ";
  return (
    <p className="error-place" id={id} role="alert">
      {message.replace(/^invalid TraceQL query: /, "")}
      <span className="sr-only">. It is at the marked place: </span>
      <code>
        {query.slice(0, place)}
        <mark>{at}</mark>
        {query.slice(place + 1)}
      </code>
    </p>
  );
}
