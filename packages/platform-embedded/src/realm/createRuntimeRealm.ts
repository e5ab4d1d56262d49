import { trusted } from "../boundary.js";
import vm from "node:vm";
import { createRealm } from "@convex-es/convex-push";
import { currentScope } from "./functionScope.js";
import { startHeartbeat } from "./UserTime.js";
import { timeCheck } from "./withTimeChecks.js";
import { runtimeGlobals } from "./runtimeGlobals.js";
import { createRequire } from "node:module";

/** Makes the world in which the functions of one component run: web globals, its clock and its randomness. */
export function createRuntimeRealm(env: Readonly<Record<string, string>>): vm.Context {
  startHeartbeat();
  const realm = createRealm({}, runtimeGlobals(env));
  const replace = trusted<(host: object) => void>(replaceIntrinsics.runInContext(realm));
  replace({
    now: () => {
      const scope = currentScope();
      return scope && scope.kind !== "action" ? scope.now : Date.now();
    },
    random: () => (currentScope()?.random ?? Math.random)(),
    checkTime: () => currentScope()?.time.check(),
  });
  return realm;
}

// The realm's own Date and Math, with the host's idea of now and of randomness.
const replaceIntrinsics = new vm.Script(
  `(host) => {
    const Original = Date;
    const Frozen = function Date(...args) {
      if (!new.target) return new Original(host.now()).toString();
      return Reflect.construct(Original, args.length > 0 ? args : [host.now()], new.target);
    };
    Frozen.prototype = Original.prototype;
    Original.prototype.constructor = Frozen;
    Object.assign(Frozen, { now: () => host.now(), parse: Original.parse, UTC: Original.UTC });
    globalThis.Date = Frozen;
    Math.random = () => host.random();
    let checks = 0;
    globalThis.${timeCheck} = () => {
      if ((++checks & 63) !== 0) return;
      // Whoever catches it gets it again at once.
      checks = -1;
      host.checkTime();
      checks = 0;
    };
  }`,
  { filename: "intrinsics" },
);

const nodeGlobals = ["Buffer", "setImmediate", "clearImmediate", "global"] as const;

/** Where actions marked "use node" run: everything of Node, and the deployment's variables instead of the machine's. */
export function createNodeRealm(env: Readonly<Record<string, string>>): vm.Context {
  const realm = createRuntimeRealm(env);
  const host = trusted<Record<string, unknown>>(globalThis);
  for (const name of nodeGlobals) realm[name] = name === "global" ? realm : host[name];
  realm["process"] = Object.assign(trusted<NodeJS.Process>(Object.create(process)), { env });
  realm["crypto"] = host["crypto"];
  return realm;
}

/** Gives Node's own modules, and packages that are installed beside the app. */
export function nodeModulesOf(directory: string): (specifier: string) => unknown {
  return createRequire(`${directory}/package.json`);
}
