import bus from "@convex-es/platform-bus/test";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import schema from "./schema";

const modules = import.meta.glob(["./*.ts", "../../convex/_generated/*.js"]);

/** An app that has nothing but the slice, on convex-test, empty. */
export function initSliceTest() {
  const t = convexTest({ schema, modules, transactionLimits: true });
  store.register(t);
  bus.register(t);
  return t;
}
