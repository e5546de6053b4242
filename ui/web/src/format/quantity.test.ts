import { expect, test } from "vitest";
import { formatBytes, formatCount, plural } from "./quantity";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KiB"],
  [1_048_575, "1.0 MiB"],
  [150 * 1024 * 1024, "150 MiB"],
  [1.5 * 1024 ** 3, "1.5 GiB"],
  [5000 * 1024 ** 5, "5000 PiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("groups digits", () => {
  expect(formatCount(2_000_000)).toBe("2,000,000");
  expect(plural(1, "span")).toBe("1 span");
  expect(plural(1200, "span")).toBe("1,200 spans");
});
