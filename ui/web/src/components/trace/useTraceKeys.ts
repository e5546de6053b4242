import { useShortcuts } from "../../keyboard/shortcuts";
import type { Find } from "./useFind";
import { VIEWS, type ViewId } from "./views";

interface Actions {
  show: (view: ViewId) => void;
  find: Find;
  toggleCritical: () => void;
}

/** The keys of the trace page; the tree of spans has its arrows besides. */
export function useTraceKeys({ show, find, toggleCritical }: Actions): void {
  useShortcuts("This trace", [
    ...VIEWS.map(({ id, label }, i) => ({ keys: String(i + 1), label, run: () => show(id) })),
    { keys: "n", label: "Next span with the text", run: () => find.step(1) },
    { keys: "N", label: "Span before with the text", run: () => find.step(-1) },
    { keys: "c", label: "Critical path on and off", run: toggleCritical },
    { keys: "↑ ↓", label: "Go from span to span" },
    { keys: "← →", label: "Close and open a row" },
    { keys: "Enter", label: "Details of the span" },
    { keys: "z", label: "Show only the time of the span, or all again" },
    { keys: "Escape", label: "Close the details" },
  ]);
}
