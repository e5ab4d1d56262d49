import { createHash } from "node:crypto";

const longestName = 90;

/**
 * The command id of one step of an order's import. The same input always gives the same id, so that importing it again
 * executes nothing; two orders never share one, whatever characters their ids hold.
 */
export function commandIdOf(orderId: string, step: string): string {
  const escaped = [...Buffer.from(orderId)].map(escapedByte).join("");
  const isLong = escaped.length > longestName;
  const name = isLong ? `:${createHash("sha256").update(orderId).digest("hex")}` : escaped;
  return `import.${name}.${step}`;
}

function escapedByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9-]/.test(char) ? char : `_${byte.toString(16).padStart(2, "0")}`;
}
