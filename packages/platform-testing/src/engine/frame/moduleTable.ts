import { trusted } from "../../boundary.js";
import { inFrame, type FunctionInfo } from "./frame.js";
import type { EngineState } from "./engineState.js";
import { returnCheck } from "./returnCheck.js";

type Exports = Record<string, unknown>;
type Loader = () => Promise<Exports>;

type RegisteredFunction = {
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
  exportArgs?: () => string;
  exportReturns?: () => string;
  _handler: (ctx: unknown, args: unknown) => unknown;
};

const isRegistered = (value: unknown): value is RegisteredFunction =>
  typeof value === "function" &&
  "_handler" in value &&
  ("isQuery" in value || "isMutation" in value || "isAction" in value);

/** Test files, declarations and definitions: part of a glob over a folder, never called as modules. */
const isCallable = (path: string): boolean =>
  !path.includes("_generated/") && !/\..*\.|convex\.config\./.test(path.replace(/^.*\//, ""));

/** The modules of one component, with every registered function wrapped so that it runs in a frame. */
export class ModuleTable {
  readonly #loaders = new Map<string, Loader>();
  readonly #root: string;

  readonly #engine: EngineState;
  readonly #component: string;

  constructor(
    engine: EngineState,
    component: string,
    sources: Record<string, () => Promise<unknown>>,
  ) {
    this.#engine = engine;
    this.#component = component;
    this.#root =
      Object.keys(sources)
        .find((path) => path.includes("_generated"))
        ?.split("_generated")[0] ?? "./";
    for (const [path, load] of Object.entries(sources)) {
      let loaded: Promise<Exports> | undefined;
      this.#loaders.set(
        path,
        () => (loaded ??= load().then((exports) => this.#wrap(path, trusted<Exports>(exports)))),
      );
    }
  }

  /** What convex-test loads functions from. */
  get modules(): Record<string, Loader> {
    return Object.fromEntries(this.#loaders);
  }

  /** Loads everything now: a loader that sets a timer may not run inside a transaction. */
  async preload(): Promise<void> {
    const callable = [...this.#loaders].filter(([path]) => isCallable(path));
    await Promise.all(callable.map(([, load]) => load()));
  }

  /** The function at a path like `orders:create`, or undefined. */
  async find(name: string): Promise<RegisteredFunction | undefined> {
    const [module = "", exportName = "default"] = name.split(":");
    const loader = [...this.#loaders].find(([path]) => this.#moduleName(path) === module)?.[1];
    const found = loader && (await loader())[exportName];
    return isRegistered(found) ? found : undefined;
  }

  #moduleName(path: string): string {
    return path.replace(this.#root, "").replace(/\.[^.]+$/, "");
  }

  #wrap(path: string, exports: Exports): Exports {
    const wrapped: Exports = {};
    for (const [name, value] of Object.entries(exports)) {
      const info = `${this.#moduleName(path)}:${name}`;
      wrapped[name] = isRegistered(value) ? this.#wrapFunction(info, value) : value;
    }
    return wrapped;
  }

  #wrapFunction(name: string, registered: RegisteredFunction): RegisteredFunction {
    const kind = kindOf(registered);
    const described = describedOnce(registered);
    const checkReturn = described.exportReturns && returnCheck(name, described.exportReturns());
    const info: FunctionInfo = { kind, component: this.#component, name, checkReturn };
    const _handler = (ctx: unknown, args: unknown) =>
      inFrame(this.#engine, info, async () => registered._handler(ctx, args));
    return Object.assign(
      (ctx: unknown, args: unknown) => registered._handler(ctx, args),
      registered,
      { ...described, _handler },
    );
  }
}

/** The validators of a function as JSON; convex-test asks for them at every call, they never change. */
function describedOnce({ exportArgs, exportReturns }: RegisteredFunction) {
  const [args, returns] = [exportArgs?.(), exportReturns?.()];
  return {
    ...(args !== undefined && { exportArgs: () => args }),
    ...(returns !== undefined && { exportReturns: () => returns }),
  };
}

/** Whether a registered function is a query, a mutation or an action. */
export function kindOf(registered: RegisteredFunction): FunctionInfo["kind"] {
  if (registered.isQuery) return "query";
  return registered.isMutation ? "mutation" : "action";
}
