import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { convexToJson, type Value } from "convex/values";

/**
 * Hashes a command's own fields (64 hex digits), so that a repeat is recognised without storing or sending the payload.
 * Key order and `undefined` fields do not matter, every other difference does, `-0`, NaN, int64 and bytes included; a value Convex cannot hold throws.
 *
 * @example fingerprint({ orderId: "o-1", quantity: 2 }) === fingerprint({ quantity: 2, orderId: "o-1" })
 */
export function fingerprint(payload: Value): string {
  const canonical = JSON.stringify(convexToJson(payload), sortKeys);
  return bytesToHex(sha256(utf8ToBytes(canonical)));
}

// Convex sorts keys as well, but does not promise to: stored fingerprints must outlive its versions.
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
