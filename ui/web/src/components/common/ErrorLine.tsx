/** What went wrong, in the words of the server. */
export function ErrorLine({ text }: { text: string }) {
  return (
    <p className="error-line" role="alert">
      {text}
    </p>
  );
}
