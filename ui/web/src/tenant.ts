const COOKIE = "rubato-tenant";
const A_YEAR_SECONDS = 31_536_000;

/** The tenant that this browser asks for, or several as `a|b`; empty when none was chosen. */
export function currentTenant(cookies = document.cookie): string {
  const entry = cookies.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  return entry?.slice(COOKIE.length + 1) ?? "";
}

/** What of a text can name tenants: the server refuses other characters. */
export function cleaned(text: string): string {
  return text.replace(/[^A-Za-z0-9!\-_.*'()|]/g, "");
}

/**
 * Asks for this tenant from now on, and for none if it is empty. A cookie, because links, streams and saved files cannot
 * have headers; it says whose data is meant, and gives no right to it.
 */
export function chooseTenant(tenant: string): void {
  const age = tenant ? A_YEAR_SECONDS : 0;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store needs https
  document.cookie = `${COOKIE}=${cleaned(tenant)}; path=/; max-age=${age}; samesite=strict`;
  window.location.reload();
}
