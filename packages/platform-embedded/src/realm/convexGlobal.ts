import { trusted } from "../boundary.js";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { currentScope, type FunctionScope } from "./functionScope.js";

/** The seam under the npm package `convex`: the engine's own, and the one that each realm gets. */
type ConvexGlobal = {
  syscall(op: string, json: string): string;
  asyncSyscall(op: string, json: string): Promise<string>;
  jsSyscall(op: string, args: Record<string, unknown>): unknown;
};

const engine = (): ConvexGlobal => trusted<{ Convex: ConvexGlobal }>(globalThis).Convex;

/** The `Convex` of a realm: JSON goes in and out, everything else is the engine's. Not to be used while importing. */
export const realmConvex: ConvexGlobal = {
  syscall(op, json) {
    scopeOfCall();
    return engine().syscall(op, json);
  },
  async asyncSyscall(op, json) {
    const own = realmSyscalls[op];
    const scope = scopeOfCall();
    if (isLate(scope)) return neverSettled;
    try {
      return await scope.time.whileWaiting(() =>
        own ? own(scope, json) : engine().asyncSyscall(op, json),
      );
    } catch (error) {
      throw forRealm(error);
    }
  },
  jsSyscall(op, args) {
    scopeOfCall();
    return engine().jsSyscall(op, args);
  },
};

/** A call that a finished transaction left running is ignored. */
const isLate = ({ kind, time }: FunctionScope): boolean => kind !== "action" && time.hasEnded;
const neverSettled = new Promise<never>(() => {});

function scopeOfCall(): FunctionScope {
  const scope = currentScope();
  if (!scope) throw new Error("Convex cannot be called while a module is imported");
  return scope;
}

type Syscall = (scope: FunctionScope, json: string) => Promise<string>;

const realmSyscalls: Readonly<Record<string, Syscall>> = {
  "1.0/getUserIdentity": async ({ host }) =>
    JSON.stringify((await host.auth.getUserIdentity()) ?? null),
  "1.0/actions/query": ({ host }, json) => callFromAction(host.runQuery, json),
  "1.0/actions/mutation": ({ host }, json) => callFromAction(host.runMutation, json),
  "1.0/actions/action": ({ host }, json) => callFromAction(host.runAction, json),
};

type Call = {
  readonly name?: string;
  readonly reference?: string;
  readonly functionHandle?: string;
  readonly args: JSONValue;
};

async function callFromAction(
  run: ((reference: unknown, args: unknown) => Promise<unknown>) | undefined,
  json: string,
): Promise<string> {
  if (!run) throw new Error("Only actions can call other functions in this way");
  const call = trusted<Call>(JSON.parse(json));
  const value = trusted<Value | undefined>(await run(referenceOf(call), jsonToConvex(call.args)));
  return JSON.stringify(convexToJson(value ?? null));
}

function referenceOf({ name, reference, functionHandle }: Call): unknown {
  if (functionHandle !== undefined) return functionHandle;
  if (name !== undefined) return makeFunctionReference(name);
  return { [Symbol.for("toReferencePath")]: reference };
}

/** Errors reach a realm's `convex` as a message and, for a ConvexError, its data as JSON. */
function forRealm(error: unknown): unknown {
  const { message, data } = trusted<{ message?: string; data?: Value }>(error);
  const isConvexError = typeof error === "object" && error && Symbol.for("ConvexError") in error;
  if (!isConvexError) return error;
  return Object.assign(new Error(message), { data: convexToJson(data ?? null) });
}
