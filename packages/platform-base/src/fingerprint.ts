import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { convexToJson, type Value } from "convex/values";

/**
 * Hashes a value (64 hex digits), so that a repeat is recognised without storing or sending the value.
 * Key order and `undefined` fields do not matter, every other difference does, `-0`, NaN, int64 and bytes included; a value Convex cannot hold throws.
 *
 * @example fingerprint({ orderId: "o-1", quantity: 2 }) === fingerprint({ quantity: 2, orderId: "o-1" })
 */
export function fingerprint(payload: Value): string {
  return sha256Hex(canonicalText(payload));
}

// The one text of a value, whatever the order of its keys.
function canonicalText(value: Value): string {
  return JSON.stringify(convexToJson(value), sortKeys);
}

/** The SHA-256 of a text's UTF-8 bytes, in 64 hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

// Convex sorts keys as well, but does not promise to: stored fingerprints must outlive its versions.
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
