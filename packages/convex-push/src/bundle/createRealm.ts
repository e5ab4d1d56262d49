import { trusted } from "../boundary.ts";
import { Console } from "node:console";
import vm from "node:vm";

const webGlobals = [
  ...["URL", "URLSearchParams", "Headers", "Request", "Response", "FormData", "Blob", "File"],
  ...["TextEncoder", "TextDecoder", "ReadableStream", "WritableStream", "TransformStream"],
  ...["AbortController", "AbortSignal", "Event", "EventTarget", "DOMException"],
  ...["structuredClone", "atob", "btoa", "performance", "queueMicrotask", "WebAssembly"],
];

const forbidden = (what: string) => () => {
  throw new Error(`${what} is not allowed while a module is imported`);
};

/** Globals that throw when a module uses them at import time, as on Convex: randomness, timers, network, database. */
export function importPhaseGlobals(): Record<string, unknown> {
  const randomness = forbidden("Cryptographic randomness");
  const timers = ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "fetch"];
  return {
    ...Object.fromEntries(timers.map((name) => [name, forbidden(`${name}()`)])),
    crypto: {
      subtle: crypto.subtle,
      getRandomValues: randomness,
      randomUUID: randomness,
    },
    Convex: Object.fromEntries(
      ["syscall", "asyncSyscall", "jsSyscall", "op"].map((name) => [
        name,
        forbidden("Calling Convex (ctx, storage, scheduler)"),
      ]),
    ),
  };
}

/**
 * Makes an empty world for one bundle: web globals and `process.env`, nothing of Node, no `eval`.
 * It keeps honest code honest; it is not a security boundary.
 * @param globals what the phase adds, by default what throws at import time
 */
export function createRealm(
  env: Readonly<Record<string, string>>,
  globals: Readonly<Record<string, unknown>> = importPhaseGlobals(),
): vm.Context {
  const host = trusted<Record<string, unknown>>(globalThis);
  const world: Record<string, unknown> = {
    ...Object.fromEntries(webGlobals.map((name) => [name, host[name]])),
    console: new Console(process.stderr),
    process: { env: { ...env } },
    ...globals,
  };
  // An ordinary global object: a contextified one pays an interceptor on every access to a global.
  const realm = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: true },
  });
  return Object.assign(realm, world, { self: realm });
}
