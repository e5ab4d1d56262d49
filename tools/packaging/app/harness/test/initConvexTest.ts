import core from "@convex-es/platform-core/test";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import schema from "../convex/schema";

const modules = import.meta.glob("../convex/**/*.*s");

/** The app with its components on convex-test, empty. */
export function initConvexTest() {
  const t = convexTest({ schema, modules, transactionLimits: true });
  store.register(t);
  core.register(t);
  return t;
}
