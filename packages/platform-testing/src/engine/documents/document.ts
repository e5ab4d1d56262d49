import { trusted } from "../../boundary.js";
import { compareValues, jsonToConvex, type JSONValue, type Value } from "convex/values";

/** A stored document as the recorder and the mirror handle it. */
export type Document = Record<string, Value> & { _id: string; _creationTime: number };

/** The values of an index's fields in one document: its place in that index. */
export type IndexKey = (Value | undefined)[];

/** The value at a dotted path; undefined where the path leaves plain objects. */
export function fieldValue(document: Document, path: string): Value | undefined {
  if (!path.includes(".")) return document[path];
  let value: Value | undefined = document;
  for (const part of path.split(".")) {
    const inside: boolean = typeof value === "object" && value !== null && !Array.isArray(value);
    value = inside ? trusted<Record<string, Value>>(value)[part] : undefined;
  }
  return value;
}

/** Where `document` stands in an index over `fields`. */
export function indexKey(document: Document, fields: readonly string[]): IndexKey {
  return fields.map((field) => fieldValue(document, field));
}

/** Orders two index keys as the backend does, ascending. */
export function compareKeys(left: IndexKey, right: IndexKey): number {
  for (let i = 0; i < left.length; i++) {
    const order = compareValues(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Decodes a bound or a literal of a query, where `{ $undefined }` stands for a missing field. */
export function decodeQueryValue(json: JSONValue): Value | undefined {
  const missing = typeof json === "object" && json !== null && "$undefined" in json;
  return missing ? undefined : jsonToConvex(json);
}

/** Decodes what a syscall answered. */
export const decodeJson = (json: string): Value =>
  jsonToConvex(trusted<JSONValue>(JSON.parse(json)));

/** The table an id of convex-test belongs to; the engine never sees ids of another kind. */
export function tableOfId(id: string): string {
  return id.replace(/^[0-9]+/, "");
}
