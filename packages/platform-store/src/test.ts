/// <reference types="vite/client" />
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import schema from "./component/schema.js";

const modules = import.meta.glob(["./component/**/*.ts", "!./component/**/*.test.ts"]);

/** Registers the event store with a convex-test instance; `name` is the one given in `app.use`. */
export function register(
  t: TestConvex<SchemaDefinition<GenericSchema, boolean>>,
  name: string = "eventStore",
): void {
  t.registerComponent(name, schema, modules);
}

export default { register, schema, modules };
