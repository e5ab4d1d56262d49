import { typedAs } from "./boundary.js";
import { fieldPath } from "./findOversize.js";
import { infrastructureError } from "./infrastructureError.js";
import { isWellFormed } from "./text.js";

const deepestValue = 64;
const longestFieldName = 1024;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * A copy of `value` as Convex returns it after storing it: fields that are `undefined` are gone, everything else is as it was.
 * Use it where a value must behave before a commit as it will after; throws `NOT_STORABLE` with the path of the first part that Convex cannot store.
 */
export function toStorable<T>(value: T, path: string): T {
  checkStorable(value, path);
  return typedAs(value, copyOf(value));
}

function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) copy[key] = copyOf(field);
  }
  return copy;
}

/** Throws `NOT_STORABLE`, with the path, for the first part of a value that Convex cannot store; copies nothing. */
export function checkStorable(value: unknown, path: string): void {
  check(value, path, []);
}

function check(value: unknown, path: string, parents: readonly object[]): void {
  if (value === null || typeof value === "boolean" || typeof value === "number") return;
  if (typeof value === "string") return checkString(value, path);
  if (typeof value === "bigint") return checkInt64(value, path);
  if (typeof value !== "object") throw notStorable(path, `is ${kindOf(value)}`);
  if (value instanceof ArrayBuffer) return;
  if (parents.includes(value)) throw notStorable(path, "contains itself");
  if (parents.length === deepestValue) {
    throw notStorable(path, `is nested deeper than ${deepestValue} levels`);
  }
  const inside = [...parents, value];
  if (Array.isArray(value)) checkArray(value, path, inside);
  else checkObject(value, path, inside);
}

function checkArray(array: readonly unknown[], path: string, parents: readonly object[]): void {
  // A hole or a named property would be lost without an error.
  if (Object.keys(array).length !== array.length) {
    throw notStorable(path, "is an array with holes or with named properties");
  }
  array.forEach((item, index) => check(item, `${path}[${index}]`, parents));
}

function checkObject(object: object, path: string, parents: readonly object[]): void {
  if (!isPlain(object)) throw notStorable(path, `is ${kindOf(object)}`);
  if (Object.getOwnPropertySymbols(object).length > 0) {
    throw notStorable(path, "has a key that is a symbol");
  }
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const at = fieldPath(path, key);
    checkKey(key, at);
    check(value, at, parents);
  }
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  // A plain object of another realm, which Convex accepts as well.
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

function checkString(text: string, path: string): void {
  if (!isWellFormed(text)) throw notStorable(path, "contains half of a surrogate pair");
}

function checkInt64(value: bigint, path: string): void {
  if (value < int64.min || value > int64.max) throw notStorable(path, "is a bigint beyond 64 bits");
}

function kindOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `an instance of ${value.constructor?.name || "a class"}`;
}

function notStorable(path: string, problem: string) {
  return infrastructureError({
    code: "NOT_STORABLE",
    message: `${path || "The value"} ${problem}: Convex cannot store it.`,
    retryable: false,
    path,
  });
}
