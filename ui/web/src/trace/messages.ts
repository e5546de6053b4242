import type { ProtobufReader } from "./protobuf";

/** How the value of a field is read: a number, a text, or a message of its own. */
type FieldType =
  | "varint"
  | "int64"
  | "bool"
  | "double"
  | "fixed32"
  | "fixed64"
  | "text"
  | "hex"
  | "base64"
  | Message;

interface Field {
  name: string;
  type: FieldType;
  isList?: boolean;
}

/** The fields of a message by their tags: number times 8 and wire type. */
type Message = ReadonlyMap<number, Field>;

// The messages of opentelemetry/proto/{common,resource,trace}/v1 with the names that they have in OTLP/JSON.

function field(number: number, name: string, type: FieldType): [number, Field] {
  return [number * 8 + wireTypeOf(type), { name, type }];
}

function list(number: number, name: string, type: Message): [number, Field] {
  return [number * 8 + 2, { name, type, isList: true }];
}

function wireTypeOf(type: FieldType): number {
  switch (type) {
    case "varint":
    case "int64":
    case "bool":
      return 0;
    case "double":
    case "fixed64":
      return 1;
    case "fixed32":
      return 5;
    default:
      return 2;
  }
}

const ANY_VALUE = new Map([
  field(1, "stringValue", "text"),
  field(2, "boolValue", "bool"),
  field(3, "intValue", "int64"),
  field(4, "doubleValue", "double"),
  field(7, "bytesValue", "base64"),
]);
const KEY_VALUE: Message = new Map([field(1, "key", "text"), field(2, "value", ANY_VALUE)]);
ANY_VALUE.set(...field(5, "arrayValue", new Map([list(1, "values", ANY_VALUE)])));
ANY_VALUE.set(...field(6, "kvlistValue", new Map([list(1, "values", KEY_VALUE)])));

const EVENT: Message = new Map([
  field(1, "timeUnixNano", "fixed64"),
  field(2, "name", "text"),
  list(3, "attributes", KEY_VALUE),
  field(4, "droppedAttributesCount", "varint"),
]);

const LINK: Message = new Map([
  field(1, "traceId", "hex"),
  field(2, "spanId", "hex"),
  field(3, "traceState", "text"),
  list(4, "attributes", KEY_VALUE),
  field(5, "droppedAttributesCount", "varint"),
  field(6, "flags", "fixed32"),
]);

export const SPAN: Message = new Map([
  field(1, "traceId", "hex"),
  field(2, "spanId", "hex"),
  field(3, "traceState", "text"),
  field(4, "parentSpanId", "hex"),
  field(5, "name", "text"),
  field(6, "kind", "varint"),
  field(7, "startTimeUnixNano", "fixed64"),
  field(8, "endTimeUnixNano", "fixed64"),
  list(9, "attributes", KEY_VALUE),
  field(10, "droppedAttributesCount", "varint"),
  list(11, "events", EVENT),
  field(12, "droppedEventsCount", "varint"),
  list(13, "links", LINK),
  field(14, "droppedLinksCount", "varint"),
  field(15, "status", new Map([field(2, "message", "text"), field(3, "code", "varint")])),
  field(16, "flags", "fixed32"),
]);

export const RESOURCE: Message = new Map([
  list(1, "attributes", KEY_VALUE),
  field(2, "droppedAttributesCount", "varint"),
]);

export const SCOPE: Message = new Map([
  field(1, "name", "text"),
  field(2, "version", "text"),
  list(3, "attributes", KEY_VALUE),
  field(4, "droppedAttributesCount", "varint"),
]);

/** Reads a message up to its end; fields that are not known are left out. */
export function readMessage(reader: ProtobufReader, end: number, message: Message): object {
  const read: Record<string, unknown> = {};
  while (reader.at < end) {
    const tag = reader.varint();
    const known = message.get(tag);
    if (!known) {
      reader.skip(tag);
      continue;
    }
    const value = readValue(reader, known.type);
    if (!known.isList) read[known.name] = value;
    else if (read[known.name]) (read[known.name] as unknown[]).push(value);
    else read[known.name] = [value];
  }
  return read;
}

function readValue(reader: ProtobufReader, type: FieldType): unknown {
  switch (type) {
    case "bool":
      return reader.varint() !== 0;
    case "fixed64":
      return String(reader.fixed64());
    case "varint":
    case "int64":
    case "double":
    case "fixed32":
    case "text":
    case "hex":
    case "base64":
      return reader[type]();
    default:
      return readMessage(reader, reader.end(), type);
  }
}
