import { DEFAULT_METRICS, DEFAULT_SEARCH, DEFAULT_SERVICES, type Route } from "../../routing/route";

/** The pages of the navigation, with the key that goes there after "g". */
export const PAGES: readonly { label: string; key: string; route: Route; holds: readonly Route["page"][] }[] =
  [
    { label: "Search", key: "s", route: DEFAULT_SEARCH, holds: ["search", "trace"] },
    { label: "Services", key: "v", route: DEFAULT_SERVICES, holds: ["services", "service"] },
    { label: "Metrics", key: "m", route: DEFAULT_METRICS, holds: ["metrics"] },
    { label: "LLM serving", key: "l", route: { page: "llm", parameters: {} }, holds: ["llm"] },
    { label: "Compare", key: "c", route: { page: "compare", parameters: {} }, holds: ["compare"] },
    { label: "Status", key: "t", route: { page: "status" }, holds: ["status"] },
  ];
