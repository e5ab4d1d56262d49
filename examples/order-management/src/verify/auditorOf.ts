import type { RunningDeployment } from "@convex-es/platform-embedded";
import { ConvexHttpClient } from "convex/browser";

/** An official client, signed in as who may read everything of a tenant (see `convex/operations.ts`). */
export const auditorOf = (running: RunningDeployment, tenant: string): ConvexHttpClient =>
  new ConvexHttpClient(running.url, {
    logger: false,
    skipConvexDeploymentUrlCheck: true,
    auth: running.token("auditor", { roles: ["auditor"], tenant }),
  });
