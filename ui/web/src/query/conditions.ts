import { COMPARISONS, quoted, tokenize, unquoted } from "./tokens";

/** One comparison of a filter. The value is a literal as TraceQL writes it: `"frontend"`, `error`, `100ms`. */
export interface Condition {
  attribute: string;
  operator: string;
  value: string;
}

/** The comparisons of a query that is one filter of them, all to hold; null for any other query. */
export function parseConditions(query: string): Condition[] | null {
  const tokens = tokenize(query);
  if (tokens[0]?.text !== "{" || tokens.at(-1)?.text !== "}") return null;
  const inner = tokens.slice(1, -1);
  if (inner.length === 0) return [];
  if ((inner.length + 1) % 4 !== 0) return null;
  const conditions: Condition[] = [];
  for (let at = 0; at < inner.length; at += 4) {
    const [attribute, operator, value, and] = inner.slice(at, at + 4);
    if (attribute?.kind !== "word" || !operator || !COMPARISONS.includes(operator.text)) return null;
    if (!value || value.kind === "sign" || value.unfinished || (and && and.text !== "&&")) return null;
    conditions.push({ attribute: attribute.text, operator: operator.text, value: value.text });
  }
  return conditions;
}

export function writeConditions(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return "{}";
  return `{ ${conditions.map((c) => `${c.attribute} ${c.operator} ${c.value}`).join(" && ")} }`;
}

/** The query narrowed by a condition. One that says otherwise of the same attribute is replaced. */
export function withCondition(query: string, condition: Condition): string {
  const conditions = parseConditions(query);
  if (!conditions) return `${query} | ${writeConditions([condition])}`;
  const others = conditions.filter((known) => !replaces(condition, known));
  return writeConditions([...others, condition]);
}

function replaces(next: Condition, known: Condition): boolean {
  if (next.attribute !== known.attribute) return false;
  if (next.operator === "!=") return known.operator === "!=" && known.value === next.value;
  return direction(next.operator) === direction(known.operator);
}

function direction(operator: string): string {
  return operator.startsWith(">") || operator.startsWith("<") ? operator.charAt(0) : "=";
}

/** The text of the first condition of an attribute with one of some operators, "" if there is none. */
export function textOf(
  conditions: readonly Condition[],
  attribute: string,
  operators: readonly string[] = ["="],
): string {
  const found = conditions.find((c) => c.attribute === attribute && operators.includes(c.operator));
  return found ? unquoted(found.value) : "";
}

/** The conditions with what one attribute is compared to by one operator set anew; null takes it away. */
export function setCondition(
  conditions: readonly Condition[],
  attribute: string,
  operators: readonly string[],
  literal: string | null,
): Condition[] {
  const place = conditions.findIndex((c) => c.attribute === attribute && operators.includes(c.operator));
  const operator = operators[0] ?? "=";
  const next = literal === null ? [] : [{ attribute, operator, value: literal }];
  if (place < 0) return [...conditions, ...next];
  return [...conditions.slice(0, place), ...next, ...conditions.slice(place + 1)];
}

/** A value that was found, as a literal: words and numbers stay, text is quoted. */
export function literalOf(type: string, value: string): string {
  return type === "string" ? quoted(value) : value;
}

/** The name of an attribute as TraceQL writes it: quoted where it has signs in it. */
export function attributeName(scope: string, name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_.:/-]*$/.test(name);
  return `${scope}.${plain ? name : quoted(name)}`;
}
