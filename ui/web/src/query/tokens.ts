/** A piece of TraceQL with its place in the text. */
export interface Token {
  kind: "word" | "string" | "sign";
  text: string;
  start: number;
  end: number;
  /** A string without its closing quote. */
  unfinished?: boolean;
}

const SIGNS = /^(?:!>>|&>>|!<<|&<<|&&|\|\||>>|<<|!=|!~|=~|>=|<=|&>|&<|&~|!>|!<|[{}(),=<>!|~+*/^%&-])/;
const WORD = /^(?:[^\s{}(),=<>!|~&"`+*^%]|(?<=[.])"(?:[^"\\]|\\.)*")+/;

/** The pieces of a query, however unfinished it is. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const rest = query.slice(at);
    const space = /^\s+/.exec(rest)?.[0].length;
    if (space) {
      at += space;
      continue;
    }
    const token = next(rest, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function next(rest: string, start: number): Token {
  const quote = rest[0];
  if (quote === '"' || quote === "`") {
    const whole = (quote === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^`[^`]*`/).exec(rest)?.[0];
    const text = whole ?? rest;
    const token: Token = { kind: "string", text, start, end: start + text.length };
    return whole ? token : { ...token, unfinished: true };
  }
  // A minus belongs to a name or number unless it stands alone.
  const word = WORD.exec(rest)?.[0];
  if (word && word !== "-") return { kind: "word", text: word, start, end: start + word.length };
  const text = SIGNS.exec(rest)?.[0] ?? rest.slice(0, 1);
  return { kind: "sign", text, start, end: start + text.length };
}

export const COMPARISONS: readonly string[] = ["=", "!=", ">", ">=", "<", "<=", "=~", "!~"];

/** A text as TraceQL writes it. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** What a literal says: the text of a string, anything else as it is. */
export function unquoted(literal: string): string {
  if (literal.startsWith("`")) return literal.replace(/^`|`$/g, "");
  if (!literal.startsWith('"')) return literal;
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal.replace(/^"|"$/g, "");
  }
}
