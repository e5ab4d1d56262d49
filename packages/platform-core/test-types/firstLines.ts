import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = path.join(here, "wrong");

/** A wrong program, what its first comment expects, and the first line of what the compiler says about it. */
export type FirstLine = { program: string; expected: string; line: string };

/** Compiles every file of `wrong`, all in one program. */
export function firstLines(): FirstLine[] {
  const files = readdirSync(folder).filter((file) => !file.endsWith(".d.ts"));
  const config = path.join(here, "tsconfig.json");
  const { config: json } = ts.readConfigFile(config, (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, here);
  const names = files.map((file) => path.join(folder, file));
  const program = ts.createProgram(names, { ...options, noEmit: true });
  return files.map((file) => ({
    program: file,
    expected: readFileSync(path.join(folder, file), "utf8").split("\n")[0]?.slice(3) ?? "",
    line: firstLineOf(program, path.join(folder, file)),
  }));
}

function firstLineOf(program: ts.Program, file: string): string {
  const [first] = program.getSemanticDiagnostics(program.getSourceFile(file));
  if (first === undefined) return "";
  return ts.flattenDiagnosticMessageText(first.messageText, "\n").split("\n")[0] ?? "";
}
