import { FailureBoundary } from "./components/common/FailureBoundary";
import { Header } from "./components/common/Header";
import { NotFound } from "./components/common/NotFound";
import { HomePage } from "./components/home/HomePage";
import { TracePage } from "./components/trace/TracePage";
import { useRoute } from "./routing/location";
import type { Route } from "./routing/route";

export function App() {
  const route = useRoute();
  return (
    <>
      <Header />
      <FailureBoundary key={route.page === "trace" ? route.id : route.page}>
        <Page route={route} />
      </FailureBoundary>
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "home":
      return <HomePage route={route} />;
    case "trace":
      return <TracePage key={route.id} id={route.id} selected={route.span} />;
    case "unknown":
      return <NotFound title="No such page" text={`There is nothing at ${route.path}.`} />;
  }
}
