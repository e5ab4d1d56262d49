import type { Value } from "convex/values";
import { storeError } from "./errors.js";
import { fieldPath } from "./fieldPath.js";

const deepestValue = 64;
const longestFieldName = 1024;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * A copy of `value` as Convex would hand it back after storing it: fields that are `undefined` are gone, everything else is as it was.
 * Use it where a value must behave before a commit as it will after; throws `NOT_STORABLE` with the path of what no Convex value can be.
 */
export function toStorable<T>(value: T, path: string): T {
  return copyOf(value, path, []) as T;
}

function copyOf(value: unknown, path: string, parents: readonly object[]): Value {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return wellFormed(value, path);
  if (typeof value === "bigint") return inInt64(value, path);
  if (typeof value !== "object") throw notStorable(path, `is ${nameOf(value)}`);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (parents.includes(value)) throw notStorable(path, "contains itself");
  if (parents.length === deepestValue) {
    throw notStorable(path, `is nested deeper than ${deepestValue} levels`);
  }
  const inside = [...parents, value];
  return Array.isArray(value) ? copyArray(value, path, inside) : copyObject(value, path, inside);
}

function copyArray(array: readonly unknown[], path: string, parents: readonly object[]): Value[] {
  // A hole or a named property would be lost without a word.
  if (Object.keys(array).length !== array.length) {
    throw notStorable(path, "is an array with holes or with named properties");
  }
  return array.map((item, index) => copyOf(item, `${path}[${index}]`, parents));
}

function copyObject(object: object, path: string, parents: readonly object[]): Value {
  if (!isPlain(object)) throw notStorable(path, `is ${nameOf(object)}`);
  if (Object.getOwnPropertySymbols(object).length > 0) {
    throw notStorable(path, "has a key that is a symbol");
  }
  const copy: Record<string, Value> = {};
  for (const [key, value] of Object.entries(object)) {
    const at = fieldPath(path, key);
    if (value === undefined) continue;
    checkKey(key, at);
    copy[key] = copyOf(value, at, parents);
  }
  return copy;
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  // A plain object of another realm, which Convex takes for plain as well.
  return Object.getPrototypeOf(prototype) === null && object.constructor?.name === "Object";
}

function checkKey(key: string, path: string): void {
  if (!/^[ -~]*$/.test(key)) throw notStorable(path, "has a key that is not printable ASCII");
  if (key.startsWith("$")) throw notStorable(path, "has a key that starts with $");
  if (key === "__proto__") throw notStorable(path, "has the key __proto__, which JavaScript loses");
  if (key.length > longestFieldName) {
    throw notStorable(path, `has a key longer than ${longestFieldName} characters`);
  }
}

function wellFormed(text: string, path: string): string {
  if (/\p{Surrogate}/u.test(text)) throw notStorable(path, "is text with half a surrogate pair");
  return text;
}

function inInt64(value: bigint, path: string): bigint {
  if (value < int64.min || value > int64.max) throw notStorable(path, "is a bigint beyond 64 bits");
  return value;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `an instance of ${value.constructor?.name || "a class"}`;
}

function notStorable(path: string, what: string) {
  const message = `${path || "The value"} ${what}: no Convex value can be that.`;
  return storeError("NOT_STORABLE", message, { path });
}
