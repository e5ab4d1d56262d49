import { startProcess } from "../test/deploymentProcess.ts";
import { pushFixture } from "../test/pushFixture.ts";

const adminSecret = "of the proofs";

/** Pushes the fixture's app into a data directory, with the official CLI. */
export async function prepareData(program: string, data: string): Promise<void> {
  const args = ["--no-push", "--quiet", "--data-dir", data, "--port", "0", "--secret", adminSecret];
  const server = await startProcess(program, ...args);
  try {
    await pushFixture({ url: server.url, adminKey: `embedded|${adminSecret}` });
  } finally {
    await server.end("SIGTERM");
  }
}
