import rateLimiter from "@convex-dev/rate-limiter/test";
import bus from "@convex-es/platform-bus/test";
import store from "@convex-es/platform-store/test";
import { createEngine } from "@convex-es/platform-testing/engine";
import schema from "../convex/schema";

/** The app with all its components, empty, every read and write recorded. */
export const startRecorded = () =>
  createEngine({
    "": { schema, modules: import.meta.glob("../convex/**/*.*s") },
    ...{ eventStore: store, inventoryStore: store, commandBus: bus },
    rateLimiter: { schema: rateLimiter.schema, modules: rateLimiter.modules },
  });
