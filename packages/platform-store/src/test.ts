/// <reference types="vite/client" />
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import schema from "./component/schema.js";

const modules = import.meta.glob("./component/**/*.ts");

/** Registers the event store with a convex-test instance; `name` is the one given in `app.use`. */
export function register(
  t: TestConvex<SchemaDefinition<GenericSchema, boolean>>,
  name: string = "eventStore",
): void {
  t.registerComponent(name, schema, modules);
}

/** For harnesses that register components by themselves, such as `createEngine`. */
export default {
  /** The named export of the same name. */
  register,
  schema,
  /** The code of the component, by path. */
  modules,
};
