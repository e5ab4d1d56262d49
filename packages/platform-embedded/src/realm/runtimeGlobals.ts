import { withMappedPlaces } from "./sourceMaps.js";
import * as timers from "node:timers";
import { realmConvex } from "./convexGlobal.js";
import { currentScope } from "./functionScope.js";
import { inspect } from "node:util";

// Taken before the engine puts its own accessors in their place.
const { fetch, crypto } = globalThis;

const forActions = "Please consider using an action. See https://docs.convex.dev/functions/actions";

/**
 * What a realm has beside the web's globals when functions run: Convex, a console, the component's variables, and
 * timers, network and cryptographic randomness that only actions may use.
 * @param env read at every access, so that it may change
 */
export function runtimeGlobals(env: Readonly<Record<string, string>>): Record<string, unknown> {
  return {
    Convex: realmConvex,
    console: realmConsole(),
    process: { env },
    setTimeout: inActions("setTimeout", timers.setTimeout),
    setInterval: inActions("setInterval", timers.setInterval),
    clearTimeout: inActions("clearTimeout", timers.clearTimeout),
    clearInterval: inActions("clearInterval", timers.clearInterval),
    fetch: inActions("fetch", fetch),
    crypto: {
      subtle: crypto.subtle,
      getRandomValues: inActions("crypto.getRandomValues", (array: Uint8Array<ArrayBuffer>) =>
        crypto.getRandomValues(array),
      ),
      randomUUID: inActions("crypto.randomUUID", () => crypto.randomUUID()),
    },
  };
}

function inActions<Args extends never[], Result>(
  name: string,
  allowed: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    const scope = currentScope();
    if (!scope) throw new Error(`${name}() is not allowed while a module is imported`);
    if (scope.kind !== "action") {
      throw new Error(`Can't use ${name}() in queries and mutations. ${forActions}`);
    }
    return allowed(...args);
  };
}

const levelByMethod = { log: "LOG", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG" };
const longestLine = 4_096;

type Write = (...values: unknown[]) => void;

/** The `console` of a realm: every call becomes one log line of the function that made it. */
function realmConsole(): Record<string, Write> {
  const write = (level: string): Write => {
    return (...values: unknown[]) => {
      const text = values.map((value) => inspect(value, { depth: 6 })).join(" ");
      currentScope()?.log(`[${level}] ${withMappedPlaces(text).slice(0, longestLine)}`);
    };
  };
  const entries = Object.entries(levelByMethod).map(
    ([name, level]) => [name, write(level)] as const,
  );
  return { ...Object.fromEntries(entries), trace: write("LOG"), table: write("LOG") };
}
