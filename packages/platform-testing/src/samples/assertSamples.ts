import type { BoundedContext } from "@convex-es/platform-core";
import type { AnyCommand } from "@convex-es/platform-core/internal";
import { assertEqual } from "../specification/assertEqual.js";
import { checkSamples } from "./checkSamples.js";
import { nameOf, samplesAmong } from "./Sample.js";

/**
 * Fails unless every version of every event and state that a context has ever stored is among its checked-in samples and still
 * reads: call it in a test, so that CI notices when an upcaster is forgotten or broken. `npx convex-es-samples --write` writes
 * samples of what is new.
 *
 * @example
 * test("every stored version still reads", () => {
 *   assertSamples(orders, import.meta.glob("../samples/orders/*.json", { eager: true }));
 * });
 */
export function assertSamples(
  context: BoundedContext<Record<string, AnyCommand>>,
  files: Readonly<Record<string, unknown>>,
): void {
  const { missing, unreadable } = checkSamples(context, samplesAmong(files));
  const problems = [
    ...missing.map((sample) => `sample of ${nameOf(sample)} is missing`),
    ...unreadable.map(({ sample, reason }) => `${nameOf(sample)} does not read: ${reason}`),
  ];
  const message = [`the samples of ${context.name}`, ...problems].join("\n  ");
  assertEqual(problems, [], message);
}
