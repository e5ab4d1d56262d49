import type { LogSink } from "../realm/hostFunction.js";
import type { RequestKey } from "./FunctionCall.js";

/** One request to the deployment, known by the engine and by the functions that run for it. */
export class Origin implements LogSink {
  readonly lines: string[] = [];

  readonly #functionName: string;
  readonly #onLine: (functionName: string, line: string) => void;
  readonly request: RequestKey | null;

  constructor(
    functionName: string,
    onLine: (functionName: string, line: string) => void,
    request: RequestKey | null = null,
  ) {
    this.#functionName = functionName;
    this.#onLine = onLine;
    this.request = request;
  }

  log(line: string): void {
    this.lines.push(line);
    this.#onLine(this.#functionName, line);
  }
}
