/**
 * A trace or span id in lower-case hex. Tempo's JSON has ids in base64, OTLP's own JSON in hex; for
 * ids of 8 and 16 bytes the lengths of the two never coincide.
 */
export function idToHex(id: string | undefined): string {
  if (!id) return "";
  if ((id.length === 16 || id.length === 32) && /^[0-9a-f]+$/i.test(id)) return id.toLowerCase();
  try {
    return base64ToHex(id);
  } catch {
    return id;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function base64ToHex(base64: string): string {
  const binary = atob(/[-_]/.test(base64) ? base64.replaceAll("-", "+").replaceAll("_", "/") : base64);
  let hex = "";
  for (let i = 0; i < binary.length; i++) hex += HEX[binary.charCodeAt(i)];
  return hex;
}
