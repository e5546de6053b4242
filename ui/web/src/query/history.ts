const KEY = "rubato.queries";
const MOST = 30;

/** Whether a query asks for numbers over time, and not for traces. */
export function isMetric(query: string): boolean {
  return /\|\s*(rate|compare|\w+_over_time)\s*\(/.test(query);
}

/** The queries of a kind that were asked in this browser, the last first. */
export function recentQueries(metric: boolean): string[] {
  return stored().filter((query) => isMetric(query) === metric);
}

function stored(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}

export function rememberQuery(query: string): void {
  const queries = [query, ...stored().filter((known) => known !== query)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // a browser that keeps nothing
  }
}
