import { typedAs } from "./boundary.js";
import { fieldPath } from "./findOversize.js";
import { infrastructureError } from "./infrastructureError.js";
import { isWellFormed } from "./text.js";

const deepestValue = 64;
const longestFieldName = 1024;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** The first part of a value that Convex cannot store. */
export type Unstorable = { code: "NOT_STORABLE"; path: string; message: string };

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
  const found = findUnstorable(value, path);
  if (found !== null) throw infrastructureError({ ...found, retryable: false });
}

/** Finds the first part of a value that Convex cannot store, or `null`; copies nothing. */
export function findUnstorable(value: unknown, path: string): Unstorable | null {
  return search(value, path, []);
}

function search(value: unknown, path: string, parents: readonly object[]): Unstorable | null {
  if (value === null || typeof value === "boolean" || typeof value === "number") return null;
  if (typeof value === "string") {
    return isWellFormed(value) ? null : unstorable(path, "contains half of a surrogate pair");
  }
  if (typeof value === "bigint") {
    const fits = value >= int64.min && value <= int64.max;
    return fits ? null : unstorable(path, "is a bigint beyond 64 bits");
  }
  if (typeof value !== "object") return unstorable(path, `is ${kindOf(value)}`);
  if (value instanceof ArrayBuffer) return null;
  if (parents.includes(value)) return unstorable(path, "contains itself");
  if (parents.length === deepestValue) {
    return unstorable(path, `is nested deeper than ${deepestValue} levels`);
  }
  const inside = [...parents, value];
  return Array.isArray(value)
    ? searchArray(value, path, inside)
    : searchObject(value, path, inside);
}

function searchArray(
  array: readonly unknown[],
  path: string,
  parents: readonly object[],
): Unstorable | null {
  // A hole or a named property would be lost without an error.
  if (Object.keys(array).length !== array.length) {
    return unstorable(path, "is an array with holes or with named properties");
  }
  for (const [index, item] of array.entries()) {
    const found = search(item, `${path}[${index}]`, parents);
    if (found !== null) return found;
  }
  return null;
}

function searchObject(object: object, path: string, parents: readonly object[]): Unstorable | null {
  if (!isPlain(object)) return unstorable(path, `is ${kindOf(object)}`);
  if (Object.getOwnPropertySymbols(object).length > 0) {
    return unstorable(path, "has a key that is a symbol");
  }
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const at = fieldPath(path, key);
    const problem = keyProblem(key);
    const found = problem === null ? search(value, at, parents) : unstorable(at, problem);
    if (found !== null) return found;
  }
  return null;
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  // A plain object of another realm, which Convex accepts as well.
  return Object.getPrototypeOf(prototype) === null && object.constructor?.name === "Object";
}

function keyProblem(key: string): string | null {
  if (!/^[ -~]*$/.test(key)) return "has a key that is not printable ASCII";
  if (key.startsWith("$")) return "has a key that starts with $";
  if (key === "__proto__") return "has the key __proto__, which JavaScript loses";
  if (key.length <= longestFieldName) return null;
  return `has a key longer than ${longestFieldName} characters`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `an instance of ${value.constructor?.name || "a class"}`;
}

function unstorable(path: string, problem: string): Unstorable {
  const message = `${path || "The value"} ${problem}: Convex cannot store it`;
  return { code: "NOT_STORABLE", path, message };
}
