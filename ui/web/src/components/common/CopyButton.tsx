import { useEffect, useState } from "react";

/** Copies a text; not drawn where the browser gives no clipboard (plain HTTP from another machine). */
export function CopyButton({ text, label, word = "Copy" }: { text: string; label: string; word?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="button small" onClick={copy} aria-label={label}>
      {copied ? "Copied" : word}
    </button>
  );
}
