/** What the server says of answers that it gave: a hint it does not know, something stored that it could not read. */
export function Warnings({ of }: { of: readonly (string | undefined)[] }) {
  return [...new Set(of)].map(
    (text) =>
      text && (
        <p key={text} className="warning-line quiet" role="status">
          {text}
        </p>
      ),
  );
}
