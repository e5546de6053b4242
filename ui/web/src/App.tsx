import { lazy, Suspense } from "react";
import { FailureBoundary } from "./components/common/FailureBoundary";
import { NotFound } from "./components/common/NotFound";
import { SearchPage } from "./components/search/SearchPage";
import { Header } from "./components/shell/Header";
import { useZone } from "./format/zone";
import { useShortcutKeys } from "./keyboard/shortcuts";
import { useRoute } from "./routing/location";
import type { Route } from "./routing/route";

const TracePage = lazy(async () => ({ default: (await import("./components/trace/TracePage")).TracePage }));
const ServicesPage = lazy(async () => ({
  default: (await import("./components/services/ServicesPage")).ServicesPage,
}));
const ServicePage = lazy(async () => ({
  default: (await import("./components/services/ServicePage")).ServicePage,
}));
const MetricsPage = lazy(async () => ({
  default: (await import("./components/metrics/MetricsPage")).MetricsPage,
}));
const StatusPage = lazy(async () => ({
  default: (await import("./components/status/StatusPage")).StatusPage,
}));
const ComparePage = lazy(async () => ({
  default: (await import("./components/compare/ComparePage")).ComparePage,
}));
const LlmPage = lazy(async () => ({ default: (await import("./components/llm/LlmPage")).LlmPage }));

export function App() {
  const route = useRoute();
  useZone();
  useShortcutKeys();
  return (
    <>
      <Header page={route.page} />
      <FailureBoundary key={boundaryOf(route)}>
        <Suspense fallback={<main className="page" id="main" aria-busy="true" />}>
          <Page route={route} />
        </Suspense>
      </FailureBoundary>
    </>
  );
}

/** A failure stays until another page is opened. */
function boundaryOf(route: Route): string {
  switch (route.page) {
    case "trace":
      return route.id;
    case "service":
      return route.name;
    default:
      return route.page;
  }
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "search":
      return <SearchPage route={route} />;
    case "trace":
      return <TracePage key={route.id} route={route} />;
    case "services":
      return <ServicesPage route={route} />;
    case "service":
      return <ServicePage key={route.name} route={route} />;
    case "metrics":
      return <MetricsPage route={route} />;
    case "status":
      return <StatusPage />;
    case "compare":
      return <ComparePage parameters={route.parameters} />;
    case "llm":
      return <LlmPage parameters={route.parameters} />;
    case "unknown":
      return <NotFound title="No such page" text={`There is nothing at ${route.path}.`} />;
  }
}
