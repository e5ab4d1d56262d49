import { defineComponent } from "convex/server";

/** Command idempotency; mount it with `app.use(commandBus)`. */
export default defineComponent("commandBus");
