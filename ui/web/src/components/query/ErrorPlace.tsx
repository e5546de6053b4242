/** Shows where in a query its error is. */
export function ErrorPlace({ id, query, place }: { id: string; query: string; place: number }) {
  const at = query.slice(place, place + 1) || " ";
  return (
    <p className="error-place" id={id}>
      <span className="sr-only">The error is at the marked place: </span>
      <code>
        {query.slice(0, place)}
        <mark>{at}</mark>
        {query.slice(place + 1)}
      </code>
    </p>
  );
}
