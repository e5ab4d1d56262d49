import { trusted } from "../../boundary.js";
import { getFunctionAddress, makeFunctionReference } from "convex/server";
import type {
  FunctionReference,
  FunctionType,
  FunctionVisibility,
  UserIdentity,
} from "convex/server";
import type { Value } from "convex/values";
import type { FunctionInfo } from "./frame.js";
import { kindOf, type ModuleTable } from "./moduleTable.js";

/** One call of a function of the app, as a client makes it. */
export type Operation = {
  /** A reference, a path like `orders:create`, or a function handle. */
  fn: FunctionReference<FunctionType, FunctionVisibility> | string;
  args?: Record<string, Value> | undefined;
  identity?: Partial<UserIdentity> | undefined;
};

/** An operation whose function was found. */
export type ResolvedOperation = {
  name: string;
  kind: FunctionInfo["kind"];
  reference: FunctionReference<FunctionType, FunctionVisibility>;
  args: Record<string, Value>;
  identity: Partial<UserIdentity> | undefined;
};

/** Finds the function of an operation; throws when the name is unknown. */
export async function resolveOperation(
  tables: ReadonlyMap<string, ModuleTable>,
  operation: Operation,
): Promise<ResolvedOperation> {
  const { component, path } = locate(getFunctionAddress(operation.fn));
  const registered = await tables.get(component)?.find(path);
  const name = component === "" ? path : `${component}/${path}`;
  if (!registered) throw new Error(`unknown function "${name}"`);
  const { fn, args = {}, identity } = operation;
  const isPath = typeof fn === "string" && !fn.startsWith("function://");
  // Handles are strings where references are taken, too.
  const reference = isPath
    ? makeFunctionReference(fn)
    : trusted<ResolvedOperation["reference"]>(fn);
  return { name, kind: kindOf(registered), reference, args, identity };
}

type Address = { name?: string; reference?: string; functionHandle?: string };

function locate(address: Address): { component: string; path: string } {
  if (address.functionHandle !== undefined) {
    const [component = "", path = ""] = address.functionHandle
      .replace("function://", "")
      .split(";");
    return { component, path };
  }
  if (address.reference === undefined) return { component: "", path: address.name ?? "" };
  // "_reference/childComponent/<name>/<path to the file>/<export>"
  const [, , component = "", ...rest] = address.reference.split("/");
  return { component, path: `${rest.slice(0, -1).join("/")}:${rest.at(-1)}` };
}
