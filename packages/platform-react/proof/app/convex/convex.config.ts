import platformCore from "@convex-es/platform-core/convex.config.js";
import platformStore from "@convex-es/platform-store/convex.config.js";
import { defineApp } from "convex/server";

const app = defineApp();
app.use(platformStore);
app.use(platformCore);
export default app;
