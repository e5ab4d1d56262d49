const open = new Set<symbol>();

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

/** Fails when a specification was begun and never ended, and forgets it; test set-ups call it after every test. */
export function assertSpecificationsEnded(): void {
  const count = open.size;
  open.clear();
  if (count > 0) {
    throw new Error(
      `${count} specification${count > 1 ? "s have" : " has"} no ending: add .then([…events]), .rejects(code) or .projects(…).`,
    );
  }
}
