import { AsyncLocalStorage } from "node:async_hooks";
import type { SchemaDefinition, UserIdentity } from "convex/server";
import type { TestConvex } from "convex-test";
import type { EngineState } from "./engineState.js";
import { currentFrame, inFrame, INLINE, type FunctionInfo } from "./frame.js";
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
  registerComponent(component: string, schema: Schema, modules: Modules): void;
};

type Schema = SchemaDefinition<any, boolean> | null;

/** convex-test's handle. */
export type Handle = TestConvex<any> & Pick<Members, "runInComponent">;

// Whatever starts a request may do so from inside another function, whose component, identity and lock it must not inherit.
const outside = AsyncLocalStorage.snapshot();

/** Runs `body` free of what an unrelated function left in the asynchronous context; calls made by a running function keep it. */
export function entering<T>(body: () => T): T {
  return currentFrame() ? body() : outside(body);
}

/** Wraps convex-test's handle so that inline functions, too, run in frames and every request starts in a clean context. */
export function wrapHandle(
  engine: EngineState,
  handle: Handle,
  tables: Map<string, ModuleTable>,
): Handle {
  const bare = handle as unknown as Members;
  const again = (other: Handle) => wrapHandle(engine, other, tables);
  const call = (kind: FunctionInfo["kind"]): Call => {
    return (target, args) => {
      const isInline = typeof target === "function";
      const run = isInline ? inline(engine, kind, here(), target as Inline) : target;
      return entering(() => bare[kind](run, args));
    };
  };
  const wrapped: Members = {
    ...bare,
    query: call("query"),
    mutation: call("mutation"),
    action: call("action"),
    run: (body) => entering(() => bare.run(inline(engine, "mutation", here(), body))),
    runInComponent: (component, body) => runInComponent(engine, handle, component, body),
    fetch: (path, init) => entering(() => bare.fetch(path, init)),
    withIdentity: (identity) => again(bare.withIdentity(identity)),
    withRequestMetadata: (metadata) => again(bare.withRequestMetadata(metadata)),
    registerComponent: (component, schema, modules) =>
      register(engine, handle, tables, { component, schema, modules }),
  };
  return wrapped as unknown as Handle;
}

/** Runs `body` in a transaction of its own inside a component, seen by the recorder and the mirror. */
export function runInComponent(
  engine: EngineState,
  handle: Handle,
  component: string,
  body: Inline,
): Promise<unknown> {
  return entering(() =>
    handle.runInComponent(component, inline(engine, "mutation", component, body)),
  );
}

/** Adds a component to a running engine. */
export function register(
  engine: EngineState,
  handle: Handle,
  tables: Map<string, ModuleTable>,
  source: { component: string; schema: Schema; modules: Modules },
): void {
  const { component, schema, modules } = source;
  const table = new ModuleTable(engine, component, modules);
  engine.schemas.set(component, schema);
  tables.set(component, table);
  (handle as unknown as Members).registerComponent(component, schema, table.modules);
}

function inline(
  engine: EngineState,
  kind: FunctionInfo["kind"],
  component: string,
  body: Inline,
): Inline {
  const info: FunctionInfo = { kind, component, name: INLINE };
  return (ctx, args) => inFrame(engine, info, async () => body(ctx, args));
}

const here = (): string => currentFrame()?.component ?? "";
