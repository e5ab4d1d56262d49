import { DeclarationError } from "../../base/infrastructureError.js";
import { fixedSteps } from "../fixedSteps.js";
import type { CommandStep } from "../Step.js";
import { authorisation } from "./authorisation.js";
import { domainValidation } from "./domainValidation.js";
import { logging } from "./logging.js";
import { stepOf, type Middleware } from "./Middleware.js";
import { rateLimit } from "./rateLimit.js";
import { structureValidation } from "./structureValidation.js";

const builtInMiddleware = [
  logging,
  structureValidation,
  domainValidation,
  authorisation,
  rateLimit,
];
const fixed = fixedSteps.map(({ name }) => name);

/** The steps of an app's commands in order: the platform's own, with the app's middleware among them or in their place. */
export function stepsOf(given: readonly Middleware[]): CommandStep[] {
  given.forEach((middleware, index) => assertMiddleware(middleware, given.slice(0, index)));
  const replaced = new Set(given.map(({ name }) => name));
  const kept = builtInMiddleware.filter(({ name }) => !replaced.has(name));
  const steps = [...kept, ...given].flatMap((middleware) => stepOf(middleware) ?? []);
  return [...fixedSteps, ...steps].sort((a, b) => a.order - b.order);
}

function assertMiddleware(middleware: Middleware, before: readonly Middleware[]): void {
  const { name } = middleware;
  if (stepOf(middleware) === undefined) {
    throw new DeclarationError(
      `createPlatform: "${name}" is not a middleware; make it with defineMiddleware.`,
    );
  }
  if (fixed.includes(name)) {
    throw new DeclarationError(
      `createPlatform: the step "${name}" cannot be replaced; rename the middleware.`,
    );
  }
  if (before.some((other) => other.name === name)) {
    throw new DeclarationError(`createPlatform: two middlewares are called "${name}"; rename one.`);
  }
}
