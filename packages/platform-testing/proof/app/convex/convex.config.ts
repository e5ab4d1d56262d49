import platformCore from "@convex-es/platform-core/convex.config.js";
import platformStore from "@convex-es/platform-store/convex.config.js";
import { defineApp } from "convex/server";

// Only the components: what they are mounted in is put together by the programs beside this folder.
const app = defineApp();
app.use(platformStore);
app.use(platformCore);
export default app;
