import bus from "@convex-es/platform-bus/test";
import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import schema from "../convex/schema";

const modules = import.meta.glob("../convex/**/*.*s");

export function initConvexTest() {
  const t = convexTest({ schema, modules, transactionLimits: true });
  store.register(t);
  store.register(t, "inventoryStore"); // the name given to app.use
  bus.register(t);
  return t;
}
