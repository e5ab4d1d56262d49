import path from "node:path";
import { generate } from "./codegen.ts";
import type { CodegenTarget } from "./codegenTargets.ts";
import {
  readGeneratedFiles,
  restoreGeneratedFiles,
  type GeneratedFiles,
} from "./generatedFiles.ts";
import { lineDiff } from "./lineDiff.ts";
import type { Session } from "./session.ts";

/**
 * Regenerates in place, compares with what was there and puts everything back, whatever happens.
 * Throws with the differing files and their diff; compares the working tree, not git.
 */
export async function checkCodegen(
  targets: readonly CodegenTarget[],
  session: Session,
): Promise<void> {
  const directories = targets.map((target) => target.generated);
  const before = readGeneratedFiles(directories);
  try {
    await generate(targets, session);
    const drift = differences(before, readGeneratedFiles(directories), session.root);
    if (drift.length > 0) throw new Error(driftMessage(drift));
  } finally {
    restoreGeneratedFiles(directories, before);
  }
}

function differences(before: GeneratedFiles, after: GeneratedFiles, root: string): string[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) => {
      const diff = lineDiff(before.get(file) ?? "", after.get(file) ?? "");
      return `${path.relative(root, file)}\n${diff}`;
    });
}

function driftMessage(drift: readonly string[]): string {
  return [
    `Generated code is out of date (${drift.length} files; - is committed, + is what codegen writes):`,
    ...drift,
    "Your files were left as they are. Run codegen and commit what it writes.",
  ].join("\n\n");
}
