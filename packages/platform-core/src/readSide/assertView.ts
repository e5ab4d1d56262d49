import type { AnyProjection } from "../declarations/defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";

/** Refuses to offer a read model to clients that is not for them. */
export function assertView(what: string, { name, category }: AnyProjection): void {
  if (category === "view") return;
  throw new DeclarationError(
    `${what}: "${name}" is of category "${category}"; only a view is for clients.`,
  );
}
