import { expect, test as base } from "vitest";
import { buildProgram, startProcess } from "../test/deploymentProcess.js";
import { scratchDirectory } from "../test/scratchDirectory.js";
import { crashRun, type CrashPlace } from "./crashRun.js";
import { prepareData } from "./prepareData.js";

const test = base.extend<{ place: CrashPlace }>({
  place: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using scratch = scratchDirectory();
      const program = await buildProgram();
      await prepareData(program, scratch.path);
      await use({ program, data: scratch.path });
    },
    { scope: "file" },
  ],
});

test.for([101, 102])(
  "killed under load over WebSocket and HTTP, everything acknowledged is there once and unchanged (seed %i)",
  async (seed, { place }) => {
    const report = await crashRun(place, seed);
    expect(report.acknowledged).toBeLessThan(report.commands);
    expect(report).toMatchObject({
      lost: 0,
      duplicated: 0,
      changed: 0,
      unfinished: 0,
      halves: 0,
      changedByRest: 0,
    });
  },
);

test("a second process on the same data directory refuses, and says who has it", async ({
  place: { program, data },
}) => {
  const args = ["--no-push", "--quiet", "--data-dir", data, "--port", "0"];
  const first = await startProcess(program, ...args);
  const second = startProcess(program, ...args);
  await expect(second).rejects.toThrow(
    `platform-embedded: The data directory ${data} is in use by process ${first.child.pid}`,
  );
  expect(await first.end("SIGINT")).toBe(0);
});
