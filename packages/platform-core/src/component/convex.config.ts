import batchWorker from "@convex-dev/batch-worker/convex.config.js";
import { defineComponent } from "convex/server";

/** What keeps async read models up to date; mount it with `app.use(platformCore)`. */
const component = defineComponent("platformCore");
component.use(batchWorker);

export default component;
