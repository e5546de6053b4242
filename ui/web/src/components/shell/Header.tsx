import { useState } from "react";
import { useShortcuts } from "../../keyboard/shortcuts";
import { Link } from "../../routing/Link";
import { navigate } from "../../routing/location";
import { DEFAULT_SEARCH, type Route } from "../../routing/route";
import { Brand } from "./Brand";
import { PAGES } from "./pages";
import { ShortcutList } from "./ShortcutList";
import { TenantSwitch } from "./TenantSwitch";
import { ZoneSwitch } from "./ZoneSwitch";

/** The way to every page, the zone of all times, and the list of keys. */
export function Header({ page }: { page: Route["page"] }) {
  const [listed, setListed] = useState(false);
  useShortcuts("Everywhere", [
    { keys: "?", label: "Show this list", run: () => setListed(true) },
    { keys: "/", label: "Write a query", run: focusQuery },
    ...PAGES.map(({ label, key, route }) => ({
      keys: `g ${key}`,
      label: `Go to ${label}`,
      run: () => navigate(route),
    })),
  ]);
  return (
    <header className="header">
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Link to={DEFAULT_SEARCH} className="brand">
        <Brand />
        Rubato
      </Link>
      <nav className="navigation" aria-label="Pages">
        {PAGES.map(({ label, route, holds }) => (
          <Link key={label} to={route} current={holds.includes(page)}>
            {label}
          </Link>
        ))}
      </nav>
      <div className="header-tools">
        <TenantSwitch />
        <ZoneSwitch />
        <button
          type="button"
          className="button small"
          onClick={() => setListed(true)}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
        >
          ?
        </button>
      </div>
      {listed && <ShortcutList close={() => setListed(false)} />}
    </header>
  );
}

/** Puts the cursor into the page's query, or goes to the search if it has none. */
function focusQuery() {
  const field = document.querySelector<HTMLElement>("[data-query]");
  if (field) field.focus();
  else navigate(DEFAULT_SEARCH);
}
