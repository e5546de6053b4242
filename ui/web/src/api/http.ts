/** An answer that is not a success: the HTTP status and what the server said, in one line. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}

/** Fetches JSON; throws HttpError with the plain text of the answer if the server refuses. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetchOrExplain(url, signal);
  if (!response.ok) {
    const text = (await response.text()).trim();
    throw new HttpError(response.status, text || `${response.status} ${response.statusText} from ${url}`);
  }
  return (await response.json()) as T;
}

async function fetchOrExplain(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { Accept: "application/json" } });
  } catch (e) {
    if (signal.aborted) throw e;
    throw new HttpError(0, "Rubato does not answer. Is the server running?");
  }
}

/** A refusal of the request itself will not go away by asking again; anything else may. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  const refused = error instanceof HttpError && error.status >= 400 && error.status < 500;
  return !refused && failures < 2;
}
