import { trusted } from "../boundary.js";
import { randomBytes } from "node:crypto";
import { mappedFrame } from "../realm/sourceMaps.js";
import { convexToJson, type JSONValue, type Value } from "convex/values";

/** An error as clients get it; never redacted, since this is not a production deployment. */
export type FunctionError = {
  readonly message: string;
  /** The data of a ConvexError. */
  readonly data: JSONValue | undefined;
  /** The error without what differs each time, to tell whether it is the same as before. */
  readonly identity: string;
};

/** Thrown for a call that does not reach a function. */
export class CallRefused extends Error {}

/** Describes what a function, or the call of one, has thrown. */
export function functionError(thrown: unknown): FunctionError {
  const request = `[Request ID: ${randomBytes(8).toString("hex")}] Server Error`;
  const { name = "Error", message = String(thrown) } = trusted<Partial<Error>>(thrown);
  const identity = `${name}: ${message}`;
  if (thrown instanceof CallRefused) {
    return { message: `${request}\n${message}`, data: undefined, identity };
  }
  const lines = [request, `Uncaught ${identity}`, ...appFrames(thrown)];
  return { message: `${lines.join("\n")}\n`, data: dataOf(thrown), identity };
}

/** The frames of a stack that lie in the app's own code, at the places the developer knows. */
export function appFrames(thrown: unknown): string[] {
  const stack = trusted<Partial<Error> | null>(thrown)?.stack ?? "";
  return stack.split("\n").flatMap((line) => mappedFrame(line) ?? []);
}

function dataOf(thrown: unknown): JSONValue | undefined {
  const isConvexError =
    typeof thrown === "object" && thrown !== null && Symbol.for("ConvexError") in thrown;
  if (!isConvexError) return undefined;
  return convexToJson(trusted<{ data?: Value }>(thrown).data ?? null);
}
