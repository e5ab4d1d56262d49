import { existsSync } from "node:fs";
import path from "node:path";
import { buildPackages } from "./buildPackages.ts";
import { componentPackages, findApp, type CodegenTarget } from "./codegenTargets.ts";
import { runConvex } from "./runConvex.ts";
import type { Session } from "./session.ts";

/**
 * Lists what code is generated for: all component packages in dependency order, then the app.
 * @param names restricts it to these, given as package name with or without scope
 * Throws when a name is unknown or there is nothing at all.
 */
export function codegenTargets(root: string, names: readonly string[]): CodegenTarget[] {
  const app = findApp(root);
  const all = [...componentPackages(root), ...(app ? [app] : [])];
  if (all.length === 0) {
    throw new Error(
      `Nothing to generate: no packages/*/src/component/convex.config.ts and no app in ${root}`,
    );
  }
  const known = all.map(shortName);
  const unknown = names.filter(
    (name) => !known.includes(name) && !all.some((one) => one.name === name),
  );
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(", ")}. There is ${known.join(", ")}.`);
  }
  const wanted = (one: CodegenTarget) => names.includes(one.name) || names.includes(shortName(one));
  return names.length === 0 ? all : all.filter(wanted);
}

/** Runs the official codegen for each target, building what it imports first. Throws with the CLI's output when one fails. */
export async function generate(targets: readonly CodegenTarget[], session: Session): Promise<void> {
  for (const target of targets) {
    const startedAt = performance.now();
    await buildPackages(target.dependencies, session);
    const args = ["codegen", ...target.flags, "--typecheck", "disable"];
    const { cwd } = requireFunctionsDirectory(target);
    const { ok, output } = await runConvex(args, { ...session, cwd });
    if (!ok) throw new Error(failure(target, session.standIn.lastProblems(), output));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    session.say(`${target.name}  ${path.relative(session.root, target.generated)}  ${seconds} s`);
  }
}

/** Name of a target without its scope. */
export function shortName({ name }: CodegenTarget): string {
  return name.replace(/^@[^/]+\//, "");
}

/** With `--component-dir` the CLI needs `functions` of `convex.json` to exist, beside the component. */
function requireFunctionsDirectory(target: CodegenTarget): CodegenTarget {
  const beside = path.join(target.cwd, "src/client");
  if (target.flags.length > 0 && !existsSync(beside)) {
    throw new Error(`${target.name}: create src/client (named in convex.json) before its codegen`);
  }
  return target;
}

function failure(target: CodegenTarget, problems: readonly string[], output: string): string {
  const reasons = problems.map((problem) => `  - ${problem}`).join("\n");
  return `Codegen of ${target.name} failed.\n${reasons || output}`;
}
