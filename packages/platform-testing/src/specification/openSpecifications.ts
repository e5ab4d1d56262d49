const open = new Set<symbol>();
const loose = new Set<symbol>();

/** Notes that a specification was begun. */
export function opened(): symbol {
  const specification = Symbol("specification");
  open.add(specification);
  return specification;
}

/** Notes that it has its ending. */
export function ended(specification: symbol): void {
  open.delete(specification);
}

/** The outcome of a specification, which counts as looked at once somebody awaits it: until then a failure would show nowhere. */
export function whenAwaited(check: Promise<void>): Promise<void> {
  const specification = Symbol("specification");
  loose.add(specification);
  const awaited = () => {
    loose.delete(specification);
    return check;
  };
  return {
    then: (onDone, onFailed) => awaited().then(onDone, onFailed),
    catch: (onFailed) => awaited().catch(onFailed),
    finally: (onEnd) => awaited().finally(onEnd),
    [Symbol.toStringTag]: "Promise",
  };
}

/** Fails when a specification has no ending or was not awaited, and forgets it; test set-ups call it after every test. */
export function assertSpecificationsEnded(): void {
  const count = open.size;
  const ignored = loose.size;
  open.clear();
  loose.clear();
  if (count > 0) {
    throw new Error(
      `${count} specification${count > 1 ? "s have" : " has"} no ending: add .then([…events]), .rejects(code) or .projects(…).`,
    );
  }
  if (ignored > 0) {
    throw new Error(
      `${ignored} specification${ignored > 1 ? "s were" : " was"} not awaited: write await given(…).`,
    );
  }
}
