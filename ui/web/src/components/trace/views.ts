/** The ways to look at a trace. */
export const VIEWS = [
  { id: "waterfall", label: "Waterfall" },
  { id: "flame", label: "Flame graph" },
  { id: "services", label: "Services" },
  { id: "spans", label: "Spans" },
  { id: "statistics", label: "Statistics" },
  { id: "logs", label: "Logs" },
] as const;

export type ViewId = (typeof VIEWS)[number]["id"];

/** The view that a URL names, the waterfall for any other word. */
export function viewOf(text: string | undefined): ViewId {
  return VIEWS.find((view) => view.id === text)?.id ?? "waterfall";
}
