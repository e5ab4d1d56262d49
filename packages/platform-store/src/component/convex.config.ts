import { defineComponent } from "convex/server";

/** The event store; mount it with `app.use(eventStore)`, once or once per physically isolated context. */
export default defineComponent("eventStore");
