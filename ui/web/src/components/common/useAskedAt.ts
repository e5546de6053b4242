import { useMemo, useState } from "react";
import { useShortcuts } from "../../keyboard/shortcuts";

/** The time a question is asked at: that of its first drawing, and anew each time it is asked again. */
export function useAskedAt(question: string) {
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a range that ends now ends when it was asked for
  const askedAt = useMemo(() => Date.now(), [question, times]);
  const again = () => setTimes((known) => known + 1);
  useShortcuts("What is asked", [{ keys: "r", label: "Ask again, up to now", run: again }]);
  return { askedAt, again };
}
