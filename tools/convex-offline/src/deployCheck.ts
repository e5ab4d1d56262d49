import path from "node:path";
import { buildPackages } from "./buildPackages.ts";
import { findApp } from "./findApp.ts";
import { readGeneratedFiles } from "./generatedFiles.ts";
import { pushSummary } from "./pushSummary.ts";
import { runConvex } from "./runConvex.ts";
import type { Session } from "./session.ts";

/**
 * Deploys the app to the stand-in with the official CLI, type check included and without touching generated
 * files, and prints what was deployed. Throws with every reason for which a deployment would refuse it.
 */
export async function deployCheck(session: Session): Promise<void> {
  const app = findApp(session.root);
  if (app === undefined)
    throw new Error(`No app: convex.json in ${session.root} names no functions`);
  const generated = path.join(app.functions, "_generated");
  if (readGeneratedFiles([generated]).size === 0) {
    throw new Error(`${path.relative(session.root, generated)} is missing: run codegen first`);
  }
  await buildPackages(app.dependencies, session);
  const args = ["deploy", "-y", "--codegen", "disable"];
  const { ok, output } = await runConvex(args, { ...session, cwd: app.cwd });
  const problems = session.standIn.lastProblems();
  if (problems.length > 0) throw new Error(refusal(problems));
  const push = session.standIn.lastPush();
  if (!ok || push === undefined) throw new Error(`${app.name} cannot be deployed.\n${output}`);
  for (const line of pushSummary(push)) session.say(line);
}

function refusal(problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 reason" : `${problems.length} reasons`;
  return [
    `A deployment would refuse this push (${count}):`,
    ...problems.map((one) => `  - ${one}`),
  ].join("\n");
}
