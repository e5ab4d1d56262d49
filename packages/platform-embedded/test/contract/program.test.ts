import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { buildProgram, startProcess } from "../deploymentProcess.js";
import { httpCalls } from "../deploymentTest.js";
import { fixtureCopy } from "../fixtureCopy.js";

const patientWait = { timeout: 20_000, interval: 100 };

/** Processes whose command line names a folder. */
const processesOf = (folder: string): string[] =>
  execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder));

test("the program pushes the app, pushes it again when a file changes, and leaves nothing behind", async () => {
  using copy = fixtureCopy();
  const { folder } = copy;
  const running = await startProcess(await buildProgram(), "--dir", folder, "--port", "0");
  const http = httpCalls(running.url);
  await vi.waitFor(async () => {
    expect(await http.query("counted:unit")).toBe("pieces");
  }, patientWait);
  await http.mutation("messages:send", { channel: "program", text: "hello" });
  await vi.waitFor(() => {
    expect(running.output.join("\n")).toMatch(/mutation messages:send {2}\d.* wrote 1/);
  });
  const file = path.join(folder, "convex/messages.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("broken on purpose", "broken again"));
  await vi.waitFor(async () => {
    await expect(http.query("messages:fail")).rejects.toThrow("broken again");
  }, patientWait);
  expect(await running.end("SIGINT")).toBe(0);
  expect(processesOf(folder)).toEqual([]);
  const left = readdirSync(path.join(folder, ".platform-embedded"));
  expect(left.filter((name) => name.startsWith("lock"))).toEqual([]);
});
