import { FailureBoundary } from "./components/common/FailureBoundary";
import { NotFound } from "./components/common/NotFound";
import { SearchPage } from "./components/search/SearchPage";
import { Header } from "./components/shell/Header";
import { useZone } from "./format/zone";
import { useShortcutKeys } from "./keyboard/shortcuts";
import { laterPage } from "./routing/laterPage";
import { useRoute } from "./routing/location";
import type { Route } from "./routing/route";

const TracePage = laterPage(() => import("./components/trace/TracePage").then((it) => it.TracePage));
const ServicesPage = laterPage(() =>
  import("./components/services/ServicesPage").then((it) => it.ServicesPage),
);
const ServicePage = laterPage(() => import("./components/services/ServicePage").then((it) => it.ServicePage));
const MetricsPage = laterPage(() => import("./components/metrics/MetricsPage").then((it) => it.MetricsPage));
const StatusPage = laterPage(() => import("./components/status/StatusPage").then((it) => it.StatusPage));
const ComparePage = laterPage(() => import("./components/compare/ComparePage").then((it) => it.ComparePage));
const LlmPage = laterPage(() => import("./components/llm/LlmPage").then((it) => it.LlmPage));

export function App() {
  const route = useRoute();
  useZone();
  useShortcutKeys();
  return (
    <>
      <Header page={route.page} />
      <FailureBoundary key={boundaryOf(route)}>
        <Page route={route} />
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
