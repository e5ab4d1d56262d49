import { trusted } from "../contract/boundary.js";
// What one line of Convex's log holds, in characters; longer ones would be cut in the middle.
const longestLine = 4_000;

/** One line of JSON, of whatever it is given: it never throws, and says in place of a value what could not be written. */
export function jsonLine(head: Record<string, string>, fields: Record<string, unknown>): string {
  const line = written({ ...head, ...copied(fields), ...head });
  return line.length <= longestLine ? line : written({ ...head, truncated: line.length });
}

const written = (value: Record<string, unknown>) => JSON.stringify(value);

function copied(fields: Record<string, unknown>): Record<string, unknown> {
  return trusted<Record<string, unknown>>(printable(fields, []));
}

function printable(value: unknown, parents: readonly object[]): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "symbol" || typeof value === "function") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return value.message;
  if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (parents.includes(value)) return "[cycle]";
  if (parents.length === 16) return "[deeper]";
  return attempt(() => printableObject(value, [...parents, value]));
}

function printableObject(value: object, parents: readonly object[]): unknown {
  if (Array.isArray(value)) return value.map((item) => printable(item, parents));
  const keys = Object.keys(value);
  const field = (key: string) =>
    attempt(() => printable(trusted<Record<string, unknown>>(value)[key], parents));
  return Object.fromEntries(keys.map((key) => [key, field(key)]));
}

// Getters and proxies may throw.
function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return "[unreadable]";
  }
}
