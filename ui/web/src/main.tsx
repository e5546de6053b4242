import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { isWorthRetrying } from "./api/http";
// All of them here: where two rules meet, the later one counts.
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/query.css";
import "./styles/overview.css";
import "./styles/search.css";
import "./styles/chart.css";
import "./styles/services.css";
import "./styles/status.css";
import "./styles/trace.css";
import "./styles/details.css";
import "./styles/dataTable.css";
import "./styles/traceViews.css";
import "./styles/compare.css";
import "./styles/llm.css";

const queries = new QueryClient({
  // "always": the server may well be on this machine, which needs no network.
  defaultOptions: { queries: { retry: isWorthRetrying, networkMode: "always" } },
});

if (new URL(document.baseURI).username) {
  // Opened by a link that holds a password, which the browser now knows: relative to such an address it
  // refuses to fetch, and takes a module for another one.
  window.location.replace(window.location.origin + window.location.pathname + window.location.search);
} else {
  createRoot(document.getElementById("root") as HTMLElement).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
