import { getDocumentSize, type Value } from "convex/values";
import { storeError } from "../contract/errors.js";

const maxDocumentBytes = 1024 * 1024;

/** Throws `DOCUMENT_TOO_LARGE`, naming what it is, for a row that Convex could not hold. */
export function checkFits(row: Record<string, Value>, path: string): void {
  const actual = getDocumentSize(row);
  if (actual <= maxDocumentBytes) return;
  const message = `The ${path} would take ${actual} bytes; a Convex document holds ${maxDocumentBytes}.`;
  throw storeError("DOCUMENT_TOO_LARGE", message, { path, limit: maxDocumentBytes, actual });
}
