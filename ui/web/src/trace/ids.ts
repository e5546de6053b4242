/**
 * A trace or span id in lower-case hex. Tempo's JSON has ids in base64, OTLP's own JSON in hex; for
 * ids of 8 and 16 bytes the lengths of the two never coincide.
 */
export function idToHex(id: string | undefined): string {
  if (!id) return "";
  if (/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(id)) return id.toLowerCase();
  try {
    return base64ToHex(id);
  } catch {
    return id;
  }
}

export function base64ToHex(base64: string): string {
  const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  let hex = "";
  for (let i = 0; i < binary.length; i++) hex += binary.charCodeAt(i).toString(16).padStart(2, "0");
  return hex;
}
