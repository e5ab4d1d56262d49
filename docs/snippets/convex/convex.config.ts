import commandBus from "@convex-es/platform-bus/convex.config.js";
import eventStore from "@convex-es/platform-store/convex.config.js";
import { defineApp } from "convex/server";

const app = defineApp();
app.use(eventStore);
// A store of its own for one context: physically separate, positions name their store.
app.use(eventStore, { name: "inventoryStore" });
app.use(commandBus);
export default app;
