import { trusted } from "../boundary.js";
import type { FunctionEnd } from "@convex-es/platform-testing/engine";
import type { Deployment } from "../deployment/Deployment.js";
import { appFrames } from "../deployment/functionError.js";

/** Prints a line for each function that ends, each line of a function's console, and each error with its stack. */
export class FunctionPrinter {
  readonly #print: (line: string) => void;

  constructor(deployment: Deployment, print: (line: string) => void) {
    this.#print = print;
    deployment.on("function", (ended) => this.#ended(ended));
    deployment.on("log", (name, line) => this.#print(`${time()}   ${name} ${line}`));
  }

  #ended({ info, ms, footprint, error, scheduled }: FunctionEnd): void {
    const name = info.component === "" ? info.name : `${info.component}/${info.name}`;
    const { docsRead, docsWritten } = footprint.counts;
    const cost = `${ms.toFixed(1)} ms, read ${docsRead}, wrote ${docsWritten}`;
    const how = scheduled ? "scheduled " : "";
    this.#print(`${time()} ${how}${info.kind} ${name}  ${cost}${error ? "  FAILED" : ""}`);
    if (!error) return;
    const { name: kind = "Error", message = "" } = trusted<Partial<Error>>(error);
    this.#print([`${kind}: ${message}`, ...appFrames(error)].join("\n"));
  }
}

const time = (): string => new Date().toISOString().slice(11, 23);
