import { randomBytes } from "node:crypto";
import type { JSONValue } from "convex/values";

type QueryState = {
  readonly queryId: number;
  readonly logLines: readonly string[];
  readonly journal: string | null;
};

/** What a transition says about one query of the client. */
export type Modification =
  | ({ readonly type: "QueryUpdated"; readonly value: JSONValue } & QueryState)
  | ({
      readonly type: "QueryFailed";
      readonly errorMessage: string;
      readonly errorData?: JSONValue;
    } & QueryState)
  | { readonly type: "QueryRemoved"; readonly queryId: number };

type Version = {
  readonly querySet: number;
  readonly identity: number;
  readonly ts: string;
};

type CallEnd =
  | { readonly success: true; readonly result: JSONValue; readonly ts?: string }
  | { readonly success: false; readonly result: string; readonly errorData?: JSONValue };

/** Everything the official clients understand. */
export type ServerMessage =
  | { readonly type: "Ping" }
  | { readonly type: "FatalError"; readonly error: string }
  | {
      readonly type: "AuthError";
      readonly error: string;
      readonly baseVersion: number;
      readonly authUpdateAttempted: boolean;
    }
  | ({
      readonly type: "MutationResponse" | "ActionResponse";
      readonly requestId: number;
      readonly logLines: readonly string[];
    } & CallEnd)
  | {
      readonly type: "Transition";
      readonly startVersion: Version;
      readonly endVersion: Version;
      readonly modifications: readonly Modification[];
      readonly clientClockSkew?: number;
      readonly serverTs: number;
    };

const longestFrame = 5_000_000;

/** The frames of a message: one, or for a very large transition several that the client puts together. */
export function chunksOf(message: ServerMessage): string[] {
  const text = JSON.stringify(message);
  if (message.type !== "Transition" || text.length <= longestFrame) return [text];
  const totalParts = Math.ceil(text.length / longestFrame);
  const transitionId = randomBytes(8).toString("hex");
  return Array.from({ length: totalParts }, (_, partNumber) => {
    const chunk = text.slice(partNumber * longestFrame, (partNumber + 1) * longestFrame);
    return JSON.stringify({ type: "TransitionChunk", chunk, partNumber, totalParts, transitionId });
  });
}

/** A timestamp as the protocol writes it: eight bytes, little-endian, in base64. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString("base64");
}
