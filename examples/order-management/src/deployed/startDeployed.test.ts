// @vitest-environment node
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { startDeployment } from "@convex-es/platform-embedded";
import { expect, onTestFinished, test } from "vitest";
import { api } from "../../convex/_generated/api.js";
import { auditorOf } from "../verify/auditorOf.ts";
import { CannotStart } from "./CannotStart.ts";
import { startDeployed } from "./startDeployed.ts";

const never = new AbortController().signal;

function options() {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), "demo-data-"));
  onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
  return { dataDirectory, reset: false, warn: () => undefined };
}

/** Takes the usual port, unless somebody has it already. */
async function takePort(port: number): Promise<void> {
  const server = createServer();
  await new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, "127.0.0.1", () => resolve(null));
  });
  onTestFinished(() => void server.close());
}

test("when the port is taken another one is chosen", async () => {
  await takePort(3210);
  const example = await startDeployed(options(), never);
  await using running = example!.running;
  expect(running.url).not.toMatch(/:3210$/);
  const { events } = await auditorOf(running, "").query(api.operations.readLog, {});
  expect(events).toEqual([]);
});

test("a data directory that is in use is left alone, and the message says by whom and what to do", async () => {
  const { dataDirectory, ...others } = options();
  await using owner = await startDeployment({ dataDirectory });
  const starting = startDeployed({ dataDirectory, ...others, reset: true }, never);
  await expect(starting).rejects.toThrow(CannotStart);
  await expect(starting).rejects.toThrow(
    `${dataDirectory} is in use by process ${process.pid}. Stop it, or use another directory with --data-dir.`,
  );
  expect(existsSync(path.join(dataDirectory, "issuer.pem"))).toBe(true);
  expect(owner.url).toContain("127.0.0.1");
});

test("Ctrl+C during the push ends the CLI and gives the data directory back", async () => {
  const { dataDirectory, ...others } = options();
  expect(await startDeployed({ dataDirectory, ...others }, AbortSignal.abort())).toBeNull();
  expect(readdirSync(dataDirectory).filter((name) => name.startsWith("lock"))).toEqual([]);
});
