import { trusted } from "../boundary.js";
import type { SpecificationTarget } from "./target.js";

const targetKey = Symbol.for("convex-es.specification-target");
type Holder = { [targetKey]?: SpecificationTarget | undefined };

/**
 * Makes every specification of this test process run on a target, such as `onComponents(…)`; call it in a vitest set-up
 * file, so that the specification files themselves stay the same. `null` brings the pure target back.
 */
export function specifyOn(target: SpecificationTarget | null): void {
  trusted<Holder>(globalThis)[targetKey] = target ?? undefined;
}

/** The target in force, or `null` for the pure one. */
export function configuredTarget(): SpecificationTarget | null {
  return trusted<Holder>(globalThis)[targetKey] ?? null;
}
