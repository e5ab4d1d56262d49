import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { runCli } from "../test/runCli.ts";
import { scratchWorkspace } from "../test/scratchWorkspace.ts";

const cli = path.resolve(import.meta.dirname, "cli.ts");
const installed = "packages/ledger/node_modules/convex";

const forever = "setInterval(() => {}, 1000);";
/** Starts a process of its own, as the official CLI starts tsc, and prints its process group. */
const cliWithChild = `
  import { spawn } from "node:child_process";
  spawn(process.execPath, ["-e", "${forever}"], { stdio: "inherit" });
  console.log(process.pid);
  ${forever}
`;

/** A workspace whose component has a program of ours installed instead of the official CLI. */
function workspaceWithCli(program: string) {
  const scratch = scratchWorkspace();
  scratch.write({
    [`${installed}/package.json`]: { name: "convex", type: "module" },
    [`${installed}/bin/main.js`]: program,
  });
  return scratch;
}

function endQuietly(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  } catch {
    // Already gone, as it should be.
  }
}

test.for(["SIGINT", "SIGTERM"] as const)(
  "%s ends all that was started",
  { timeout: 20_000 },
  async (signal) => {
    using scratch = workspaceWithCli(cliWithChild);
    const args = [cli, "codegen", "ledger", "--verbose", "--root", scratch.path];
    const tool = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    const errors = text(tool.stderr);
    const [line] = (await once(tool.stdout, "data")) as [Buffer];
    onTestFinished(() => [tool.pid, -Number(line.toString())].forEach(endQuietly));

    tool.kill(signal);

    // Everything that was started shares the tool's output: it closes when the last of them has ended.
    expect(await once(tool, "close")).toEqual([1, null]);
    expect(await errors).toBe(`Stopped by ${signal}.\n`);
  },
);

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
