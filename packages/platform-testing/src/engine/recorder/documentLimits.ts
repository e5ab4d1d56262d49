import { CommitTsPlaceholder, getDocumentSize, type Value } from "convex/values";

const maxBytes = 1024 * 1024;
const maxArray = 8_192;
const maxFields = 1_024;
const maxNesting = 16;

/**
 * Refuses a document that Convex would refuse and convex-test stores: too large, too deep, or with too long an array or
 * object. Returns its size in bytes.
 */
export function checkDocument(table: string, document: Record<string, Value>): number {
  checkValue(document, `Document for table "${table}"`, 1);
  const bytes = getDocumentSize(document);
  if (bytes > maxBytes) {
    throw new Error(
      `Document for table "${table}" is too large: ${bytes} bytes (maximum size 1 MiB). This is a Convex limit.`,
    );
  }
  return bytes;
}

function checkValue(value: Value | undefined, where: string, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (value instanceof ArrayBuffer || value instanceof CommitTsPlaceholder) return;
  if (depth > maxNesting) {
    throw new Error(
      `${where} is nested too deeply (maximum nesting ${maxNesting}). This is a Convex limit.`,
    );
  }
  const isArray = Array.isArray(value);
  const items: (Value | undefined)[] = isArray ? value : Object.values(value);
  const [limit, unit] = isArray ? [maxArray, "array elements"] : [maxFields, "object fields"];
  if (items.length > limit) {
    throw new Error(
      `${where} has ${items.length} ${unit} (maximum ${limit}). This is a Convex limit.`,
    );
  }
  for (const item of items) checkValue(item, where, depth + 1);
}
