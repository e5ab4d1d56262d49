import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { convexToJson } from "convex/values";
import type { StreamAppend } from "../contract/shared.js";

/**
 * Hashes what an append says (64 hex digits): its streams and their events, in order, with every field of theirs. Not what may
 * differ from one attempt to the next: expectations, assertions, states, actor, correlation and causation.
 */
export function fingerprint(streams: StreamAppend[]): string {
  const content = streams.map(({ streamType, streamId, events }) => ({
    ...{ streamType, streamId, events },
  }));
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(convexToJson(content), sortKeys))));
}

// Convex sorts keys as well, but does not promise to: what is stored must outlive its versions.
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
