import path from "node:path";
import { fileURLToPath } from "node:url";
import { startProcess } from "../../test/deploymentProcess.ts";
import { pushApp } from "../../src/host/pushApp.ts";
import { timed } from "./timed.ts";

const exampleFolder = fileURLToPath(
  new URL("../../../../examples/order-management", import.meta.url),
);
const adminSecret = "of the bench";

/**
 * How long the official CLI takes to push the example to an empty deployment, and from then on until the deployment has
 * answered a first call of the app.
 */
export async function measurePush(
  program: string,
  data: string,
): Promise<{ pushMs: number; readyMs: number }> {
  const place = ["--data-dir", path.resolve(data), "--port", "0", "--secret", adminSecret];
  const server = await startProcess(program, "--no-push", "--quiet", ...place);
  try {
    const target = { url: server.url, adminKey: `embedded|${adminSecret}` };
    const pushMs = await timed(() => pushApp(target, exampleFolder));
    return { pushMs, readyMs: await timed(() => firstAnswer(server.url)) };
  } finally {
    await server.end("SIGINT");
  }
}

/** A call that reaches the app, whatever it says to it. */
async function firstAnswer(url: string): Promise<void> {
  const body = JSON.stringify({ path: "orders:createOrder", args: {}, format: "json" });
  const answer = await fetch(`${url}/api/mutation`, { method: "POST", body });
  const { errorMessage = "" } = (await answer.json()) as { errorMessage?: string };
  if (!errorMessage.includes("Validator")) throw new Error(`The app is not there: ${errorMessage}`);
}
