import { getFunctionAddress } from "convex/server";
import type { ComponentApi } from "../component/_generated/component.js";

/** The name under which the app mounted a component, read from its reference; `eventStore` where the reference tells none. */
export function storeName(component: ComponentApi): string {
  const { reference } = getFunctionAddress(component.lib.append) as { reference?: string };
  const [root, kind, name] = reference?.split("/") ?? [];
  return root === "_reference" && kind === "childComponent" && name ? name : "eventStore";
}
