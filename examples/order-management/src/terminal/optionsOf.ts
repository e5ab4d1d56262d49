import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./UsageError.ts";

/** The values of a program's options; throws a UsageError for anything else. */
export function optionsOf<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = error.message] = error.message.split(". ");
    throw new UsageError(`${sentence.replace(/\.$/, "")}. --help lists the options.`);
  }
}
