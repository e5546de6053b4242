/** A sign that does not rest on colour alone. */
export function ErrorMark({ title = "error" }: { title?: string }) {
  return (
    <svg className="error-mark" viewBox="0 0 16 16" width="14" height="14" role="img" aria-label={title}>
      <title>{title}</title>
      <circle cx="8" cy="8" r="7.5" />
      <rect x="7" y="3.5" width="2" height="5.5" rx="1" />
      <rect x="7" y="10.5" width="2" height="2" rx="1" />
    </svg>
  );
}
