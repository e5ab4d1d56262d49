import { createPlatform } from "@convex-es/platform-core";
import { components } from "./_generated/api";
import { orders } from "./contexts/orders";
import { actorOf } from "./actor";

export const platform = createPlatform(components, { contexts: [orders], actor: actorOf });
