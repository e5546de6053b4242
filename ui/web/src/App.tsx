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
      <Page route={route} />
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
