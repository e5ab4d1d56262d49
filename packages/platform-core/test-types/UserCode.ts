import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const config = path.join(here, "..", "tsconfig.json");

/** A file of user code that can be changed in memory and compiled again, as an editor does it. */
export class UserCode {
  readonly #file: string;
  readonly #original: string;
  readonly #service: ts.LanguageService;
  #text: string;
  #version = 0;

  constructor(name: string) {
    this.#file = path.join(here, name);
    this.#original = ts.sys.readFile(this.#file) ?? "";
    this.#text = this.#original;
    this.#service = ts.createLanguageService(this.#host());
  }

  /** What the compiler says about the file as it is. */
  errors(): string[] {
    return this.#service.getSemanticDiagnostics(this.#file).map((diagnostic) => {
      const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
      const related = (diagnostic.relatedInformation ?? []).map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, "\n"),
      );
      return [text, ...related].join("\n");
    });
  }

  /** What the compiler says about the file with one change, which must apply exactly once. */
  errorsAfter(before: string, after: string): string[] {
    if (this.#original.split(before).length !== 2) {
      throw new Error(`"${before}" must occur exactly once.`);
    }
    this.#show(this.#original.replace(before, () => after));
    const errors = this.errors();
    this.#show(this.#original);
    return errors;
  }

  #show(text: string): void {
    this.#text = text;
    this.#version++;
  }

  #host(): ts.LanguageServiceHost {
    const { config: json } = ts.readConfigFile(config, (file) => ts.sys.readFile(file)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(json, ts.sys, path.dirname(config));
    const isOurs = (file: string) => path.resolve(file) === this.#file;
    const read = (file: string) => (isOurs(file) ? this.#text : ts.sys.readFile(file));
    return {
      getCompilationSettings: () => ({ ...options, noEmit: true, types: [] }),
      getScriptFileNames: () => [this.#file],
      getScriptVersion: (file) => (isOurs(file) ? String(this.#version) : "0"),
      getScriptSnapshot: (file) => {
        const text = read(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => path.dirname(config),
      getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
      fileExists: (file) => ts.sys.fileExists(file),
      readFile: read,
      directoryExists: (directory) => ts.sys.directoryExists(directory),
    };
  }
}
