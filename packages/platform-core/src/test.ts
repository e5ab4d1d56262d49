/// <reference types="vite/client" />
import batchWorker from "@convex-dev/batch-worker/test";
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import schema from "./component/schema.js";

const modules = import.meta.glob(["./component/**/*.ts", "!./component/**/*.test.ts"]);

/** Adds `platformCore` and the worker inside it to a `convexTest()`; `name` is the one given to `app.use`. */
export function register(
  t: TestConvex<SchemaDefinition<GenericSchema, boolean>>,
  name: string = "platformCore",
): void {
  t.registerComponent(name, schema, modules);
  batchWorker.register(t, `${name}/batchWorker`);
}

/** For harnesses that register components by themselves, such as `createEngine`. */
export default {
  /** The named export of the same name. */
  register,
  schema,
  /** The code of the component, by path. */
  modules,
};
