/** An answer that is not a success: the HTTP status and what the server said, in one line. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}

/** An answer with what the server has to say of it, several things after one another. */
export type Warned<T> = T & { warning?: string };

/** Fetches a JSON object; throws HttpError with the plain text of the answer if the server refuses. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<Warned<T>> {
  const response = await fetchOrExplain(url, signal);
  if (!response.ok) throw await failure(response, url);
  const warning = response.headers.get("X-Rubato-Warning");
  return { ...(await response.json()), ...(warning && { warning }) };
}

/** Fetches plain text. */
export async function getText(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetchOrExplain(url, signal);
  if (!response.ok) throw await failure(response, url);
  return response.text();
}

/** What the server said in place of an answer. */
export async function failure(response: Response, url: string): Promise<HttpError> {
  const text = (await response.text()).trim();
  return new HttpError(response.status, text || `${response.status} ${response.statusText} from ${url}`);
}

export async function fetchOrExplain(
  url: string,
  signal: AbortSignal,
  accept = "application/json",
): Promise<Response> {
  try {
    return await fetch(url, { signal, headers: { Accept: accept } });
  } catch (e) {
    if (signal.aborted) throw e;
    throw new HttpError(0, "Rubato does not answer. Is the server running?");
  }
}

/** Whether the server refused the request itself, so that asking again will not help. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof HttpError && error.status >= 400 && error.status < 500;
}

export function isWorthRetrying(failures: number, error: Error): boolean {
  return !isRefusal(error) && failures < 2;
}
