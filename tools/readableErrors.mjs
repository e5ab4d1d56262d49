// Prints the first line that the compiler says about each of the wrong programs in
// packages/platform-core/test-types/wrong.
import { firstLines } from "../packages/platform-core/test-types/firstLines.ts";

for (const { program, line } of firstLines()) {
  process.stdout.write(`${program}\n  ${line}\n`);
}
