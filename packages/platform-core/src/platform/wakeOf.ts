import { wakeConsumers, wakeUntilServed, type Wake } from "../commands/wakeConsumers.js";
import { DeclarationError } from "../base/infrastructureError.js";
import type { Stores } from "../wiring/Stores.js";
import type { PlatformComponents, PlatformOptions } from "./createPlatform.js";

/** How commands wake what follows the log; `null` where nothing does. Throws where something does and nobody runs it. */
export function wakeOf(
  { contexts }: Stores,
  { platformCore }: PlatformComponents,
  { file = "platform" }: PlatformOptions,
): Wake | null {
  const projections = contexts.flatMap((context) => context.projections);
  const [process] = contexts.flatMap((context) => Object.keys(context.processes));
  if (platformCore !== undefined) {
    const wake = wakeConsumers(platformCore, file);
    const isAnyAsync = projections.some(({ delivery }) => delivery === "async");
    return isAnyAsync || process !== undefined ? wake : wakeUntilServed(wake, projections);
  }
  if (process !== undefined) {
    throw new DeclarationError(
      `createPlatform: the process "${process}" is run by the component platformCore; mount it with app.use(platformCore).`,
    );
  }
  const first = projections.find(({ delivery, version }) => delivery === "async" || version > 1);
  if (first === undefined) return null;
  const kept = first.delivery === "async" ? "kept up to date" : `built in version ${first.version}`;
  throw new DeclarationError(
    `createPlatform: the read model "${first.name}" is ${kept} by the component platformCore; mount it with app.use(platformCore).`,
  );
}
