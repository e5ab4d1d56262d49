import { hiddenField } from "../../contract/boundary.js";
import type { CommandStep } from "../Step.js";

/** One layer around every command, made by `defineMiddleware` or built in; one of the same name replaces a built-in one. */
export type Middleware = {
  readonly name: string;
  /** Lower ones come earlier on the way in and later on the way out; `stepOrder` has the built-in ones'. */
  readonly order: number;
};

const stepField = hiddenField<CommandStep>("middleware");

/** Makes the middleware that runs a step. */
export function middlewareOf(step: CommandStep): Middleware {
  return stepField.put({ name: step.name, order: step.order }, step);
}

/** The step of a middleware; its name and order are those that the middleware shows. */
export function stepOf(middleware: Middleware): CommandStep | undefined {
  const step = stepField.of(middleware);
  return step && { ...step, name: middleware.name, order: middleware.order };
}
