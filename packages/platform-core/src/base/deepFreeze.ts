import { trusted } from "../contract/boundary.js";
// Frozen through and through, without bytes inside: handed out again as they are.
const closed = new WeakSet<object>();
const deepest = 64;

/**
 * What user code may be handed: the value as it would come back from the database (no fields that are `undefined`),
 * frozen through and through, so that no decision or handler can change what others see. Freezes in place and copies
 * only where it must: around an `undefined`, and around bytes, which cannot be frozen.
 */
export function deepFreeze<T>(value: T): T {
  return trusted<T>(frozen(value, 0));
}

function frozen(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || closed.has(value)) return value;
  if (value instanceof ArrayBuffer) return value.slice(0);
  // Deeper or of another kind: no Convex value, which is reported where the value is checked.
  if (depth === deepest || !isPlain(value)) return value;
  const result = Array.isArray(value)
    ? frozenArray(value, depth)
    : frozenObject(trusted<Record<string, unknown>>(value), depth);
  Object.freeze(result);
  if (Object.values(result).every(isClosed)) closed.add(result);
  return result;
}

function frozenArray(array: readonly unknown[], depth: number): readonly unknown[] {
  const items = array.map((item) => frozen(item, depth + 1));
  return items.every((item, index) => item === array[index]) ? array : items;
}

function frozenObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  const fields = Object.entries(object);
  const kept = fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, frozen(value, depth + 1)] as const);
  const same = kept.length === fields.length && kept.every(([key, value]) => value === object[key]);
  return same ? object : Object.fromEntries(kept);
}

const isClosed = (value: unknown) =>
  typeof value !== "object" || value === null || closed.has(value);

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
