import type { JSONValue } from "convex/values";

const width = 100;

/** JSON for people to read and review: what fits on a line stands on one, as formatters leave it. */
export function printJson(value: JSONValue): string {
  return `${print(value, { indent: "", used: 0 })}\n`;
}

/** `used` is what the line holds already, and the comma that will follow. */
type Place = { indent: string; used: number };

function print(value: JSONValue, { indent, used }: Place): string {
  const line = oneLine(value);
  if (typeof value !== "object" || value === null) return line;
  if (indent.length + used + line.length <= width && !isTable(value)) return line;
  const inner = `${indent}  `;
  const last = Object.keys(value).length - 1;
  const parts = Object.entries(value).map(([key, part], index) => {
    const label = Array.isArray(value) ? "" : `${JSON.stringify(key)}: `;
    const used = label.length + (index === last ? 0 : 1);
    return `${inner}${label}${print(part, { indent: inner, used })}`;
  });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function oneLine(value: JSONValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const fields = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}: ${oneLine(part)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** A list of several things with several fields each: one line for each. */
const isTable = (value: object) =>
  Array.isArray(value) && value.length > 1 && value.every((part) => sizeOf(part) > 1);

const sizeOf = (part: unknown) =>
  typeof part === "object" && part !== null ? Object.keys(part).length : 0;
