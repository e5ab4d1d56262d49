/** What a synchronous function of the user returned; a promise is refused. */
export function synchronous(returned: unknown): unknown {
  if (!isThenable(returned)) return returned;
  // Nobody will await it: were it to fail, that would end the process.
  returned.then(
    () => undefined,
    () => undefined,
  );
  throw new Error("it must be synchronous, not async");
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== "object" || value === null || !("then" in value)) return false;
  return typeof value.then === "function";
}
