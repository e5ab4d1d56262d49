import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../test/runCli.ts";
import { scratchDirectory } from "../test/scratchDirectory.ts";
import { scratchWorkspace } from "../test/scratchWorkspace.ts";

const generatedFile = "packages/ledger/src/component/_generated/component.ts";

test("--help shows every command and succeeds", async () => {
  using scratch = scratchDirectory();

  const { ok, output } = await runCli(scratch.path, ["codegen", "--help"]);

  expect(ok).toBe(true);
  expect(output).toMatch(/codegen \[names\.\.\.\][^]*codegen --check[^]*deploy-check/);
});

test.for([
  ["no command", [], "Usage:"],
  ["an unknown command", ["codgen"], 'Unknown command "codgen"'],
  ["an unknown option", ["codegen", "--all"], "Unknown option '--all'"],
  ["names for deploy-check", ["deploy-check", "orders"], "takes no names"],
  ["nothing to generate", ["codegen"], "Nothing to generate"],
  ["no app to deploy", ["deploy-check"], "No app"],
] as const)("%s is refused with what to do", async ([, args, reason]) => {
  using scratch = scratchDirectory();

  const { ok, output } = await runCli(scratch.path, args);

  expect(ok).toBe(false);
  expect(output).toContain(reason);
  expect(output).not.toMatch(/\n\s+at /);
});

test("an unknown package name is refused with the known ones", async () => {
  using scratch = scratchWorkspace();

  const { ok, output } = await runCli(scratch.path, ["codegen", "leger"]);

  expect(ok).toBe(false);
  expect(output).toBe("unknown: leger; known: ledger, scratch-app");
});

test("codegen bootstraps a component and the app, --check sees drift and restores it, deploy-check counts", async () => {
  using scratch = scratchWorkspace();
  const component = path.join(scratch.path, generatedFile);

  expect(await runCli(scratch.path, ["codegen"])).toMatchObject({ ok: true });
  const generated = readFileSync(component, "utf8");
  expect(generated).toContain('FunctionReference<\n        "mutation",\n        "internal"');
  expect(existsSync(path.join(scratch.path, "app/convex/_generated/api.d.ts"))).toBe(true);

  const deployed = await runCli(scratch.path, ["deploy-check"]);
  expect(deployed).toMatchObject({ ok: true });
  expect(deployed.output).toMatch(/\(app\)\s+1\s+0\s+0\s+0\s+0\s+0\s+\d+/);
  expect(deployed.output).toMatch(/ledger\s+1\s+0\s+1\s+1\s+0\s+0\s+\d+/);

  expect(await runCli(scratch.path, ["codegen", "--check", "ledger"])).toMatchObject({ ok: true });
  const drifted = generated.replace("amount: number", "amount: string");
  scratch.write({ [generatedFile]: drifted });
  const check = await runCli(scratch.path, ["codegen", "--check", "@scratch/ledger"]);
  expect(check.ok).toBe(false);
  expect(check.output).toContain(generatedFile);
  expect(check.output).toMatch(/^-.*amount: string/m);
  expect(check.output).toMatch(/^\+.*amount: number/m);
  expect(readFileSync(component, "utf8")).toBe(drifted);
});

test("--check on a component that cannot be bundled says why and leaves no files behind", async () => {
  using scratch = scratchWorkspace();
  scratch.write({
    "packages/ledger/src/component/files.ts": 'export { readFileSync } from "node:fs";',
  });

  const { ok, output } = await runCli(scratch.path, ["codegen", "--check", "ledger"]);

  expect(ok).toBe(false);
  expect(output).toContain("node:fs");
  expect(existsSync(path.dirname(path.join(scratch.path, generatedFile)))).toBe(false);
});

test("a push that Convex would refuse is refused with all reasons, in official bundles too", async () => {
  using scratch = scratchWorkspace();
  scratch.write({
    "packages/ledger/src/component/seed.ts": "export const seed = crypto.randomUUID();",
    "app/convex/shipping.ts": `
      import { makeFunctionReference } from "convex/server";
      export const target = makeFunctionReference<"mutation">(["payments", "gone"].join(":"));
    `,
  });

  const { ok, output } = await runCli(scratch.path, ["codegen", "scratch-app"]);

  expect(ok).toBe(false);
  expect(output).toContain('shipping.js refers to "payments:gone", which does not exist');
  expect(output).toContain("seed.js cannot be analysed: Cryptographic randomness");
});
