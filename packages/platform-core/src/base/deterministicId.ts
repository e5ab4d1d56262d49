import { isWellFormed, sha256Hex } from "@convex-es/platform-base";

const keyTypes = ["string", "number", "bigint", "boolean"];

/** What an id can be derived from. */
export type IdKey = string | number | bigint | boolean | null;

/**
 * An id derived from what makes the entity unique, such as a SKU: the same everywhere (mutation, action, Node, browser),
 * so that of concurrent creations one wins and the others get ALREADY_EXISTS. 128 bits of SHA-256 after the entity's name;
 * the order of keys matters, and so does their type (`1` is not `"1"`).
 *
 * @example
 * const productId = deterministicId("product", sku);
 */
export function deterministicId(entity: string, ...keys: readonly [IdKey, ...IdKey[]]): string {
  if (!/^[A-Za-z][A-Za-z0-9]{0,31}$/.test(entity)) {
    throw new TypeError(
      `deterministicId: "${entity}" is not a valid entity name; use 1 to 32 letters and digits.`,
    );
  }
  const parts = keys.map((key) => `${kindOf(key)}:${String(key)}`);
  const canonical = JSON.stringify([entity, ...parts]);
  return `${entity}_${sha256Hex(canonical).slice(0, 32)}`;
}

function kindOf(key: IdKey): string {
  if (key === null) return "null";
  if (!keyTypes.includes(typeof key)) {
    throw new TypeError(
      `deterministicId: a key is of the type ${typeof key}; use strings, numbers, int64, booleans or null.`,
    );
  }
  if (typeof key === "string" && !isWellFormed(key)) {
    throw new TypeError("deterministicId: a key holds half of a surrogate pair.");
  }
  return typeof key;
}
