import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { runCli } from "./testing/runCli.ts";
import { scratchWorkspace } from "./testing/scratchWorkspace.ts";

const cli = path.resolve(import.meta.dirname, "cli.ts");
const INSTALLED = "packages/ledger/node_modules/convex";

/** A workspace whose component has a program of ours installed instead of the official CLI. */
function workspaceWithCli(program: string) {
  const scratch = scratchWorkspace();
  scratch.write({
    [`${INSTALLED}/package.json`]: { name: "convex", type: "module" },
    [`${INSTALLED}/bin/main.js`]: program,
  });
  return scratch;
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.for(["SIGINT", "SIGTERM"] as const)("%s ends the official CLI too", async (signal) => {
  using scratch = workspaceWithCli("console.log(process.pid); setInterval(() => {}, 1000);");
  const args = [cli, "codegen", "ledger", "--verbose", "--root", scratch.path];
  const tool = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const errors = text(tool.stderr);
  const [line] = (await once(tool.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isRunning(pid)).toBe(true);

  tool.kill(signal);

  expect(await once(tool, "close")).toEqual([1, null]);
  expect(await errors).toBe(`Stopped by ${signal}.\n`);
  expect(isRunning(pid)).toBe(false);
});

test("the official CLI sees only the stand-in, whatever deployment the shell names", async () => {
  using scratch = workspaceWithCli(`
    const named = Object.keys(process.env).filter((name) => name.startsWith("CONVEX_"));
    console.log(JSON.stringify({ args: process.argv.slice(2), ci: process.env.CI, named }));
    process.exit(1);
  `);
  const env = { ...process.env, CONVEX_DEPLOYMENT: "prod:real", CONVEX_DEPLOY_KEY: "prod:key" };

  const { output } = await runCli(scratch.path, ["codegen", "ledger"], env);

  expect(JSON.parse(output.slice(output.indexOf("{")))).toEqual({
    args: [
      ...["codegen", "--component-dir", "./src/component", "--typecheck", "disable"],
      ...["--url", expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)],
      ...["--admin-key", "offline|stand-in"],
    ],
    ci: "1",
    named: [],
  });
});
