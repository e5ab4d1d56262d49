import { trusted } from "../boundary.js";
import type { UserIdentity } from "convex/server";
import type { JSONValue } from "convex/values";

/** A client adds a query to those it wants to be kept up to date on. */
export type AddQuery = {
  readonly type: "Add";
  readonly queryId: number;
  readonly udfPath: string;
  readonly args: readonly JSONValue[];
  readonly journal?: string | null;
  readonly componentPath?: string;
};

/** What a client may change in its set of queries. */
export type QueryModification = AddQuery | { readonly type: "Remove"; readonly queryId: number };

/** The call of a mutation or an action. */
export type CallMessage = {
  readonly type: "Mutation" | "Action";
  readonly requestId: number;
  readonly udfPath: string;
  readonly args: readonly JSONValue[];
  readonly componentPath?: string;
};

/** Who the client is from now on. */
export type Authenticate = {
  readonly type: "Authenticate";
  readonly tokenType: "Admin" | "User" | "None";
  readonly value?: string;
  readonly baseVersion: number;
  readonly impersonating?: Partial<UserIdentity>;
};

/** Everything the official clients send. */
export type ClientMessage =
  | { readonly type: "Connect"; readonly sessionId: string; readonly clientTs?: number }
  | {
      readonly type: "ModifyQuerySet";
      readonly baseVersion: number;
      readonly newVersion: number;
      readonly modifications: readonly QueryModification[];
    }
  | Authenticate
  | CallMessage
  | { readonly type: "Event" };

/** Reads a frame. Throws when it is not a message of the protocol. */
export function parseMessage(frame: string): ClientMessage {
  const message = trusted<ClientMessage>(JSON.parse(frame));
  if (typeof message !== "object" || message === null || typeof message.type !== "string") {
    throw new Error("A message must be an object with a type");
  }
  return message;
}

/** The one argument of a call. Throws when it is not an object. */
export function argumentOf(args: unknown): JSONValue {
  const [first = {}] = Array.isArray(args)
    ? trusted<JSONValue[]>(args)
    : [trusted<JSONValue>(args)];
  if (typeof first !== "object" || first === null || Array.isArray(first)) {
    throw new Error("The arguments to a Convex function must be an object.");
  }
  return first;
}
