/** A push that a Convex deployment would not take; `problems` lists every reason found, one sentence each. */
export class PushRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "PushRefused";
    this.problems = problems;
  }
}
