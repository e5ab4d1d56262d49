import type { LogSink } from "../realm/hostFunction.js";
import type { RequestKey } from "./FunctionCall.js";

/** One request to the deployment, known by the engine and by the functions that run for it. */
export class Origin implements LogSink {
  readonly lines: string[] = [];

  constructor(
    private readonly functionName: string,
    private readonly onLine: (functionName: string, line: string) => void,
    readonly request: RequestKey | null = null,
  ) {}

  log(line: string): void {
    this.lines.push(line);
    this.onLine(this.functionName, line);
  }
}
