import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import platformCore from "@convex-es/platform-core/convex.config.js";
import platformStore from "@convex-es/platform-store/convex.config.js";
import { defineApp } from "convex/server";

const app = defineApp();
app.use(platformStore);
app.use(platformStore, { name: "inventoryStore" });
app.use(platformCore);
app.use(rateLimiter);
export default app;
