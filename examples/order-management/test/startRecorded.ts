import batchWorker from "@convex-dev/batch-worker/test";
import rateLimiter from "@convex-dev/rate-limiter/test";
import core from "@convex-es/platform-core/test";
import store from "@convex-es/platform-store/test";
import { createEngine } from "@convex-es/platform-testing/engine";
import schema from "../convex/schema";

/** The app with all its components, empty, every read and write recorded. */
export const startRecorded = () =>
  createEngine({
    "": { schema, modules: import.meta.glob("../convex/**/*.*s") },
    ...{ eventStore: store, inventoryStore: store },
    ...{ platformCore: core, "platformCore/batchWorker": batchWorker },
    rateLimiter: { schema: rateLimiter.schema, modules: rateLimiter.modules },
  });
