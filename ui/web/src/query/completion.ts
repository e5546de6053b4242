import { COMPARISONS, type Token, tokenize } from "./tokens";

/** What may stand where the cursor is, and which part of the text it would take the place of. */
export interface Completion {
  kind: "attribute" | "value" | "word";
  /** Of a value: the attribute it is compared with. */
  attribute?: string;
  /** Of a word: those that fit. */
  words?: readonly string[];
  prefix: string;
  start: number;
  end: number;
}

export const INTRINSICS: readonly string[] = [
  "name",
  "status",
  "duration",
  "kind",
  "statusMessage",
  "traceDuration",
  "rootName",
  "rootServiceName",
  "event:name",
  "span:id",
  "trace:id",
];

const STAGES: readonly string[] = [
  "count() > ",
  "avg(duration) > ",
  "max(duration) > ",
  "by(resource.service.name)",
  "select(",
  "rate()",
  "count_over_time()",
  "quantile_over_time(duration, .5, .95, .99)",
  "histogram_over_time(duration)",
  "avg_over_time(duration)",
  "max_over_time(duration)",
  "min_over_time(duration)",
  "sum_over_time(",
  "compare({ status = error })",
  "topk(10)",
  "bottomk(10)",
];
const BETWEEN = ["&& ", "|| "];
const AFTER_FILTER = ["| ", "&& ", ">> ", "> ", "<< ", "~ ", "|| "];

/** What can be written at a place of a query. */
export function completionAt(query: string, caret: number): Completion {
  const tokens = tokenize(query.slice(0, caret));
  const last = tokens.at(-1);
  const typing = last && last.end === caret && last.kind !== "sign" && !isWholeString(last) ? last : null;
  const before = typing ? tokens.slice(0, -1) : tokens;
  const place = {
    prefix: typing ? typing.text.replace(/^["`]/, "") : "",
    start: typing?.start ?? caret,
    end: typing ? endOf(query, typing, caret) : caret,
  };
  return { ...place, ...expected(before) };
}

function isWholeString(token: Token): boolean {
  return token.kind === "string" && !token.unfinished;
}

/** Where the piece that is being written ends, beyond the cursor too. */
function endOf(query: string, typing: Token, caret: number): number {
  const whole = tokenize(query).find((token) => token.start === typing.start);
  return whole && !whole.unfinished ? whole.end : caret;
}

type Expected = Pick<Completion, "kind" | "attribute" | "words">;

function expected(before: Token[]): Expected {
  const last = before.at(-1);
  const previous = before.at(-2);
  const open = innermost(before);
  if (last && COMPARISONS.includes(last.text) && previous && open) return value(previous.text);
  if (open === "{") return inFilter(last, previous);
  if (open === "(") return last?.text === "(" || last?.text === "," ? { kind: "attribute" } : words([")"]);
  if (!last) return words(["{ "]);
  if (last.text === "|") return words(STAGES);
  if (last.text === "}") return words(AFTER_FILTER);
  if (last.text === ")") return words(["by (", "| ", "> "]);
  return words(["{ "]);
}

function inFilter(last: Token | undefined, previous: Token | undefined): Expected {
  if (!last || (last.kind === "sign" && last.text !== ")")) return { kind: "attribute" };
  const isValue = last.kind === "string" || last.text === ")" || COMPARISONS.includes(previous?.text ?? "");
  return isValue ? words([...BETWEEN, "}"]) : words(COMPARISONS.map((comparison) => `${comparison} `));
}

/** The bracket that is open, if any: "(" within "{" is part of a filter. */
function innermost(tokens: Token[]): "{" | "(" | null {
  const open: ("{" | "(")[] = [];
  for (const { text } of tokens) {
    if (text === "{" || text === "(") open.push(text);
    if (text === "}" || text === ")") open.pop();
  }
  return open.includes("{") ? "{" : (open.at(-1) ?? null);
}

function value(attribute: string): Expected {
  return { kind: "value", attribute };
}

function words(list: readonly string[]): Expected {
  return { kind: "word", words: list };
}

/** Those that have the prefix somewhere, ones that begin with it first; not one that is written already. */
export function matching(candidates: readonly string[], prefix: string, most = 50): string[] {
  const wanted = prefix.toLowerCase();
  const first = candidates.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  const rest = candidates.filter(
    (candidate) => !candidate.toLowerCase().startsWith(wanted) && candidate.toLowerCase().includes(wanted),
  );
  const all = [...first, ...rest].slice(0, most);
  return all.length === 1 && all[0] === prefix ? [] : all;
}
