import { trusted } from "../../boundary.js";
import { AsyncLocalStorage } from "node:async_hooks";
import type { UserIdentity } from "convex/server";
import type { TestConvex } from "convex-test";
import type { EngineState, Schema } from "./engineState.js";
import { currentFrame, inFrame, inlineName, type FunctionInfo } from "./frame.js";
import { ModuleTable } from "./moduleTable.js";

type Inline = (ctx: unknown, args: unknown) => unknown;
type Call = (target: unknown, args?: unknown) => Promise<unknown>;
type Modules = Record<string, () => Promise<unknown>>;

/** The members of convex-test's handle that start something; `runInComponent` is there, though not in its types. */
type Members = {
  query: Call;
  mutation: Call;
  action: Call;
  run(body: Inline): Promise<unknown>;
  runInComponent(component: string, body: Inline): Promise<unknown>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  withIdentity(identity: Partial<UserIdentity>): Handle;
  withRequestMetadata(metadata: object): Handle;
  registerComponent(component: string, schema: Schema | null, modules: Modules): void;
};

/** convex-test's handle. */
export type Handle = TestConvex<Schema> & Pick<Members, "runInComponent">;

// Whatever starts a request may do so from inside another function, whose component, identity and lock it must not inherit.
const outside = AsyncLocalStorage.snapshot();

/** Runs `body` free of what an unrelated function left in the asynchronous context; calls made by a running function keep it. */
export function entering<T>(body: () => T): T {
  return currentFrame() ? body() : outside(body);
}

/** An app on convex-test: the state of its engine, its bare handle, and the modules of its components. */
export type Installation = {
  engine: EngineState;
  handle: Handle;
  tables: Map<string, ModuleTable>;
};

/** Wraps convex-test's handle so that inline functions, too, run in frames and every request starts in a clean context. */
export function wrapHandle(installation: Installation): Handle {
  const { engine, handle } = installation;
  const bare = trusted<Members>(handle);
  const again = (other: Handle) => wrapHandle({ ...installation, handle: other });
  const call = (kind: FunctionInfo["kind"]): Call => {
    return (target, args) => {
      const isInline = typeof target === "function";
      const run = isInline
        ? inline(engine, { kind, component: here() }, trusted<Inline>(target))
        : target;
      return entering(() => bare[kind](run, args));
    };
  };
  const wrapped: Members = {
    ...bare,
    query: call("query"),
    mutation: call("mutation"),
    action: call("action"),
    run: (body) => runInComponent(installation, here(), body),
    runInComponent: (component, body) => runInComponent(installation, component, body),
    fetch: (path, init) => entering(() => bare.fetch(path, init)),
    withIdentity: (identity) => again(bare.withIdentity(identity)),
    withRequestMetadata: (metadata) => again(bare.withRequestMetadata(metadata)),
    registerComponent: (component, schema, modules) =>
      register(installation, component, { schema, modules }),
  };
  return trusted<Handle>(wrapped);
}

/** Runs `body` in a separate transaction inside a component, seen by the recorder and the mirror. */
export function runInComponent(
  { engine, handle }: Installation,
  component: string,
  body: Inline,
): Promise<unknown> {
  const run = inline(engine, { kind: "mutation", component }, body);
  return entering(() => handle.runInComponent(component, run));
}

/** Adds a component to a running engine. */
export function register(
  { engine, handle, tables }: Installation,
  component: string,
  { schema, modules }: { schema: Schema | null; modules: Modules },
): void {
  const table = new ModuleTable(engine, component, modules);
  engine.schemas.set(component, schema);
  tables.set(component, table);
  trusted<Members>(handle).registerComponent(component, schema, table.modules);
}

function inline(
  engine: EngineState,
  at: Pick<FunctionInfo, "kind" | "component">,
  body: Inline,
): Inline {
  return (ctx, args) => inFrame(engine, { ...at, name: inlineName }, async () => body(ctx, args));
}

const here = (): string => currentFrame()?.component ?? "";
