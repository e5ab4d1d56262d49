// @vitest-environment node
import path from "node:path";
import { pushApp, startDeployment } from "@convex-es/platform-embedded";
import { ConvexHttpClient } from "convex/browser";
import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";

const folderOfTheApp = path.join(import.meta.dirname, "..");

test("an app is pushed to a deployment in this process and called by an official client", async () => {
  await using running = await startDeployment({ inMemory: true });
  await pushApp(running, folderOfTheApp);
  const client = new ConvexHttpClient(running.url, { auth: running.token("ana") });
  const outcome = await client.mutation(api.payments.pay, { commandId: "p-1", orderId: "o-1" });
  expect(outcome).toEqual({ status: "new" });
});
