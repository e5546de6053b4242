/** Unix nanoseconds as two numbers of 32 bits: a BigInt for each time would be slow. */
export interface Nanos {
  low: number;
  high: number;
}

/** Reads the bytes of protobuf messages one field after another. */
export class ProtobufReader {
  at = 0;
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly known = new Map<number, { at: number; length: number; text: string }>();

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  /** A number of up to 53 bits; the wire type is in the last three of a tag. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      if (byte < 128) return value + byte * factor;
      value += (byte - 128) * factor;
    }
  }

  /** A signed number of 64 bits, as JSON has it. */
  int64(): string {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[this.at++] ?? 0;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return String(BigInt.asIntN(64, value));
    }
  }

  fixed32(): number {
    const value = this.view.getUint32(this.at, true);
    this.at += 4;
    return value;
  }

  fixed64(): bigint {
    const value = this.view.getBigUint64(this.at, true);
    this.at += 8;
    return value;
  }

  double(): number {
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  /** Where the message or text that begins here ends; its length is passed. */
  end(): number {
    const length = this.varint();
    return this.at + length;
  }

  /** A text, made once for all places that have it. */
  text(): string {
    const end = this.end();
    const from = this.at;
    this.at = end;
    let hash = end - from;
    for (let i = from; i < end; i++) hash = Math.imul(hash ^ (this.bytes[i] as number), 0x01000193);
    const found = this.known.get(hash);
    if (found && found.length === end - from && this.isSame(found.at, from, found.length)) return found.text;
    const text = DECODER.decode(this.bytes.subarray(from, end));
    if (!found) this.known.set(hash, { at: from, length: end - from, text });
    return text;
  }

  /** A time less another, exact where they are less than a hundred days apart. */
  nanosSince(base: Nanos): number {
    const low = this.view.getUint32(this.at, true);
    const high = this.view.getUint32(this.at + 4, true);
    this.at += 8;
    return (high - base.high) * 2 ** 32 + (low - base.low);
  }

  /** A time that stays to be read. */
  nanos(): Nanos {
    return { low: this.view.getUint32(this.at, true), high: this.view.getUint32(this.at + 4, true) };
  }

  /** Bytes in hex, a few at a time so that there are no texts in between. */
  hex(): string {
    const end = this.end();
    let hex = "";
    for (; this.at + 4 <= end; this.at += 4) {
      const [a, b, c, d] = [this.digits(0), this.digits(1), this.digits(2), this.digits(3)];
      hex += String.fromCharCode(a >> 8, a & 255, b >> 8, b & 255, c >> 8, c & 255, d >> 8, d & 255);
    }
    for (; this.at < end; this.at++) hex += String.fromCharCode(this.digits(0) >> 8, this.digits(0) & 255);
    return hex;
  }

  /** The two digits of a byte. */
  private digits(ahead: number): number {
    return DIGITS[this.bytes[this.at + ahead] ?? 0] as number;
  }

  base64(): string {
    const end = this.end();
    let binary = "";
    while (this.at < end) binary += String.fromCharCode(this.bytes[this.at++] as number);
    return btoa(binary);
  }

  /** Whether a text is these letters, each of one byte; it is passed. */
  is(wanted: string): boolean {
    const end = this.end();
    const from = this.at;
    this.at = end;
    if (end - from !== wanted.length) return false;
    for (let i = 0; i < wanted.length; i++) if (this.bytes[from + i] !== wanted.charCodeAt(i)) return false;
    return true;
  }

  /** Passes the value of a tag. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.varint();
        break;
      case 1:
        this.at += 8;
        break;
      case 2:
        this.at = this.end();
        break;
      case 5:
        this.at += 4;
        break;
      default:
        throw new Error(`The trace that the server sent is damaged at byte ${this.at}.`);
    }
  }

  private isSame(a: number, b: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.bytes[a + i] !== this.bytes[b + i]) return false;
    return true;
  }
}

const DECODER = new TextDecoder();

/** Of each byte its two hex digits: the first in the upper eight bits. */
const DIGITS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return text.charCodeAt(0) * 256 + text.charCodeAt(1);
});
