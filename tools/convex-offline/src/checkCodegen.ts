import path from "node:path";
import type { CodegenTarget } from "./codegenTarget.ts";
import { generate } from "./generate.ts";
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
  const directories = targets.map(({ functions }) => path.join(functions, "_generated"));
  const before = readGeneratedFiles(directories);
  try {
    await generate(targets, session);
    const drift = differences(before, readGeneratedFiles(directories), session.root);
    if (drift.length > 0) throw new Error(driftMessage(drift));
    session.say("Generated code is up to date.");
  } finally {
    restoreGeneratedFiles(directories, before);
  }
}

function differences(before: GeneratedFiles, after: GeneratedFiles, root: string): string[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) => {
      return `${path.relative(root, file)}${describe(before.get(file), after.get(file))}`;
    });
}

function describe(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return " is missing";
  return after === undefined ? " is no longer generated" : `\n${lineDiff(before, after)}`;
}

function driftMessage(drift: readonly string[]): string {
  return [
    `Generated code is out of date (${drift.length} files; - is there, + is what codegen writes):`,
    ...drift,
    "Your files were left as they are. Run codegen and commit what it writes.",
  ].join("\n\n");
}
