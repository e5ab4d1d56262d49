import { existsSync } from "node:fs";
import path from "node:path";
import { buildPackages } from "./buildPackages.ts";
import type { CodegenTarget } from "./codegenTarget.ts";
import { runConvex } from "./runConvex.ts";
import type { Session } from "./session.ts";

/** Runs the official codegen for each target, building what it imports first. Throws with the reason when one fails. */
export async function generate(targets: readonly CodegenTarget[], session: Session): Promise<void> {
  for (const target of targets) {
    const startedAt = performance.now();
    await buildPackages(target.dependencies, session);
    await generateOne(target, session);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    session.say(`${target.name}: ${path.relative(session.root, target.functions)} (${seconds} s)`);
  }
}

async function generateOne(target: CodegenTarget, session: Session): Promise<void> {
  const { name, cwd, flags } = target;
  // With --component-dir the CLI needs the directory that `functions` of convex.json names.
  if (flags.length > 0 && !existsSync(path.join(cwd, "src/client"))) {
    throw new Error(`${name}: create src/client before its codegen (convex.json names it)`);
  }
  const args = ["codegen", ...flags, "--typecheck", "disable"];
  const { ok, output } = await runConvex(args, { ...session, cwd });
  const problems = session.standIn.lastProblems().map((problem) => `  - ${problem}`);
  if (!ok) throw new Error(`Codegen of ${name} failed.\n${problems.join("\n") || output}`);
}
