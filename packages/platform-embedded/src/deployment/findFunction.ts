import { kindOf } from "../realm/exportedFunction.js";
import type { FunctionCall } from "./FunctionCall.js";
import { CallRefused } from "./functionError.js";
import type { RunningApp } from "./RunningApp.js";

/** A function that a caller may call. */
export type FoundFunction = {
  readonly kind: "query" | "mutation" | "action";
  readonly name: string;
  /** By which the engine calls it, wherever it is. */
  readonly handle: string;
};

/** Finds what a call names. Throws `CallRefused` when it is not there, of another kind, or not for this caller. */
export function findFunction(app: RunningApp | null, call: FunctionCall): FoundFunction {
  const component = call.component ?? "";
  const path = call.path.replace(/\.js(?=:|$)/, "");
  const name = path.includes(":") ? path : `${path}:default`;
  const found = app?.components.get(component)?.functions.get(name);
  const mayCall = call.caller.isAdmin || (component === "" && found?.isPublic === true);
  if (!found || !mayCall) {
    throw new CallRefused(
      `Could not find ${call.caller.isAdmin ? "" : "public "}function for '${call.path}'. ` +
        "Did you forget to run `npx convex dev` or `npx convex deploy`?",
    );
  }
  const kind = kindOf(found);
  if (call.kind !== "any" && call.kind !== kind) {
    throw new CallRefused(
      `Trying to execute ${path} as ${call.kind}, but it is defined as ${kind}.`,
    );
  }
  return { kind, name, handle: handleOf(component, name) };
}

/** The function handle of a function of a component. */
export const handleOf = (component: string, name: string): string =>
  `function://${component};${name}`;
