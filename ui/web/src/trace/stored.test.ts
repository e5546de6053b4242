import { expect, test } from "vitest";
import { readStored } from "./stored";

// Protobuf by hand: a field is its number and wire type, then its value.

type Bytes = number[];

function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function message(number: number, ...parts: Bytes[]): Bytes {
  const bytes = parts.flat();
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

function text(number: number, value: string): Bytes {
  return message(number, [...new TextEncoder().encode(value)]);
}

function fixed64(number: number, value: bigint): Bytes {
  return [...varint(number * 8 + 1), ...new Uint8Array(new BigUint64Array([value]).buffer)];
}

function double(number: number, value: number): Bytes {
  return [...varint(number * 8 + 1), ...new Uint8Array(new Float64Array([value]).buffer)];
}

function attribute(key: string, ...value: Bytes[]): Bytes {
  return message(1, text(1, key), message(2, ...value));
}

const START = 1795345600000000001n;
const ID = [0, 1, 2, 3, 4, 5, 6, 255];

const asSpan = (attributes: Bytes): Bytes => [9 * 8 + 2, ...attributes.slice(1)];

const ROOT = message(
  2,
  message(
    1,
    Array.from({ length: 16 }, (_, i) => i),
  ),
  message(2, ID),
  text(5, "GET /ü"),
  [48, 2],
  fixed64(7, START + 6n),
  fixed64(8, START + 2n ** 40n),
  asSpan(attribute("text", text(1, "é"))),
  asSpan(attribute("yes", [16, 1])),
  asSpan(attribute("minus", [24, ...Array.from({ length: 9 }, () => 255), 1])),
  asSpan(attribute("busy_ns", [24, ...varint(300)])),
  asSpan(attribute("idle_ns", double(4, 2.5))),
  asSpan(attribute("list", message(5, message(1, text(1, "a")), message(1, [24, 7])))),
  asSpan(attribute("bytes", message(7, [1, 2]))),
  message(11, fixed64(1, START + 9n), text(2, "waited")),
  message(13, message(2, ID)),
  message(15, text(2, "no"), [24, 2]),
  // A field of a later version.
  text(99, "?"),
);

const CHILD = message(2, message(2, ID), message(4, ID), fixed64(7, START), fixed64(8, START + 3n));

function answer(...more: Bytes[]): ArrayBuffer {
  const spans = message(2, message(1, text(1, "lib")), ROOT, CHILD, text(3, "schema"));
  const resource = message(1, attribute("service.name", text(1, "web")));
  const bytes = [...message(1, message(1, spans, resource)), ...message(2), ...more.flat()];
  return new Uint8Array(bytes).buffer;
}

test("rows have what they need, to the nanosecond", () => {
  const { trace, message: note } = readStored(answer());
  expect(note).toBeNull();
  expect(trace.startNanos).toBe(START);
  expect(trace.duration).toBe(2 ** 40);
  const [root, child] = trace.spans;
  expect(root).toMatchObject({
    ...{ service: "web", name: "GET /ü", kind: "server", start: 6, duration: 2 ** 40 - 6, error: true },
    ...{ busy: 300, idle: 2.5, events: [9], linkCount: 1, spanId: "00010203040506ff", parentId: "" },
  });
  expect(child).toMatchObject({ parentId: "00010203040506ff", name: "(no name)" });
});

test("a span's record has all that was sent of it, in the shape of OTLP/JSON", () => {
  const { trace } = readStored(answer());
  const record = trace.record(0);
  expect(record?.otlp).toMatchObject({
    traceId: "000102030405060708090a0b0c0d0e0f",
    startTimeUnixNano: String(START + 6n),
    attributes: [
      { key: "text", value: { stringValue: "é" } },
      { key: "yes", value: { boolValue: true } },
      { key: "minus", value: { intValue: "-1" } },
      { key: "busy_ns", value: { intValue: "300" } },
      { key: "idle_ns", value: { doubleValue: 2.5 } },
      { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: "7" }] } } },
      { key: "bytes", value: { bytesValue: "AQI=" } },
    ],
    events: [{ timeUnixNano: String(START + 9n), name: "waited" }],
    links: [{ spanId: "00010203040506ff" }],
    status: { message: "no", code: 2 },
  });
  expect(record).toMatchObject({ scope: { name: "lib" }, scopeSchemaUrl: "schema" });
  expect(trace.record(2)).toBeNull();
  expect(trace.resourceSpans()).toMatchObject([{ scopeSpans: [{ schemaUrl: "schema", spans: [{}, {}] }] }]);
});

test("a part of a trace says so, and a trace that is not stored has no span", () => {
  expect(readStored(answer([24, 1], text(4, "too large"))).message).toBe("too large");
  expect(readStored(answer([24, 1])).message).toBe("Only a part of the trace is here.");
  expect(readStored(answer(text(4, "a note"))).message).toBeNull();
  expect(readStored(new Uint8Array(message(1)).buffer).trace).toMatchObject({ spans: [], duration: 0 });
});

test("bytes that are no answer are refused in words", () => {
  expect(() => readStored(new Uint8Array([15]).buffer)).toThrow("damaged at byte 1");
});
