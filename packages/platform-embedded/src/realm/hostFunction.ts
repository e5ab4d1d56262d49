import { trusted } from "../boundary.js";
import {
  ConvexError,
  convexToJson,
  jsonToConvex,
  type JSONValue,
  type Value,
  getConvexSize,
} from "convex/values";
import { currentOrigin, seededRandom } from "@convex-es/platform-testing/engine";
import { kindOf, type ExportedFunction } from "./exportedFunction.js";
import { currentScope, inScope, type FunctionScope, type HostContext } from "./functionScope.js";
import { UserTime } from "./UserTime.js";

/** Where the console of the functions of a request writes; part of the origin the engine is called with. */
export type LogSink = {
  log(line: string): void;
};

/** Called with the lines of functions that no request waits for: scheduled ones and crons. */
export type LogOfScheduled = (functionName: string) => (line: string) => void;

/** How the functions of a component are run. */
export type HostSettings = {
  readonly logOfScheduled: LogOfScheduled;
  /** Evaluates the module again for each query and mutation; without it they share one. */
  readonly freshCopy?: (() => Promise<ExportedFunction>) | undefined;
};

/**
 * Makes of a function in a realm one that the engine can run: arguments enter the realm and results leave it as JSON,
 * since each bundle carries its own copy of `convex`.
 */
export function hostFunction(
  name: string,
  exported: ExportedFunction,
  { logOfScheduled, freshCopy }: HostSettings,
): unknown {
  const kind = kindOf(exported);
  const handler = async (host: HostContext, args: Value) => {
    const own = freshCopy && kind !== "action" ? await freshCopy() : exported;
    const scope = { kind, host, ...startOf({ name, kind }, logOfScheduled) };
    checkSize("Arguments", name, args);
    return inScope(scope, async () => {
      const value = await scope.time.within(runInRealm(own, args));
      checkSize("Return value", name, value);
      return value;
    });
  };
  const { isQuery, isMutation, isAction, isPublic, isInternal } = exported;
  const flags = { isQuery, isMutation, isAction, isPublic, isInternal };
  const set = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.assign(() => undefined, Object.fromEntries(set), {
    exportArgs: () => exported.exportArgs(),
    exportReturns: () => exported.exportReturns(),
    _handler: handler,
  });
}

/** What a function has from its start on: its clock, its randomness, its log and its time. */
export function startOf(
  { name, kind }: { readonly name: string; readonly kind: FunctionScope["kind"] },
  logOfScheduled: LogOfScheduled,
): Pick<FunctionScope, "now" | "random" | "log" | "time"> {
  const sink = trusted<LogSink | null>(currentOrigin());
  const log = currentScope()?.log ?? (sink ? (line) => sink.log(line) : logOfScheduled(name));
  return {
    now: Date.now(),
    random: seededRandom(Math.random() * 2 ** 32),
    log,
    time: new UserTime(kind),
  };
}

async function runInRealm(exported: ExportedFunction, args: Value): Promise<Value> {
  try {
    const answer = await invoke(exported, JSON.stringify([convexToJson(args)]));
    return jsonToConvex(trusted<JSONValue>(JSON.parse(answer)));
  } catch (error) {
    throw forHost(error);
  }
}

function invoke(exported: ExportedFunction, args: string): Promise<string> {
  if (exported.invokeQuery) return exported.invokeQuery(args);
  if (exported.invokeMutation) return exported.invokeMutation(args);
  if (!exported.invokeAction) throw new Error("not a Convex function");
  return exported.invokeAction("", args);
}

/** Copies an error of a realm into one of the host's: name, message and stack, and the decoded data of a ConvexError. */
export function forHost(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null) return new Error(String(thrown));
  const { name, message, stack, data } = trusted<Partial<Error> & { data?: string }>(thrown);
  const error =
    Symbol.for("ConvexError") in thrown && typeof data === "string"
      ? new ConvexError(jsonToConvex(trusted<JSONValue>(JSON.parse(data))))
      : new Error(message);
  return Object.assign(error, { name: name ?? "Error", stack });
}

const mostBytes = 16 * 1024 * 1024;

/** Refuses arguments, or a return value, that are larger than Convex takes. Throws what Convex means to say. */
function checkSize(what: "Arguments" | "Return value", name: string, value: Value): void {
  const bytes = getConvexSize(value);
  if (bytes <= mostBytes) return;
  throw new Error(
    `${what} of ${name} too large: ${bytes} bytes (maximum size 16 MiB). This is a Convex limit.`,
  );
}
