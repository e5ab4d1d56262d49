import rateLimiter from "@convex-dev/rate-limiter/test";
import core from "@convex-es/platform-core/test";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import schema from "../convex/schema";

const modules = import.meta.glob("../convex/**/*.*s");

/**
 * The app with all its components on convex-test, empty, with the limits of real transactions; `replaced` are modules that a
 * test has its own of.
 */
export function initConvexTest(replaced: typeof modules = {}) {
  const t = convexTest({
    schema,
    modules: { ...modules, ...replaced },
    transactionLimits: true,
  });
  store.register(t);
  store.register(t, "inventoryStore");
  core.register(t);
  rateLimiter.register(t);
  return t;
}
