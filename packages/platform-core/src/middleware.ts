export {
  defineMiddleware,
  type HookAnswer,
  type HookCall,
  type HookContext,
  type MiddlewareHooks,
} from "./middleware/defineMiddleware.js";
export type { Middleware } from "./middleware/Middleware.js";
export { structureValidation } from "./middleware/structureValidation.js";
export { domainValidation } from "./middleware/domainValidation.js";
export { authorisation } from "./middleware/authorisation.js";
export { rateLimit } from "./middleware/rateLimit.js";
export { logging } from "./middleware/logging.js";
export { stepOrder } from "./pipeline/Step.js";
export { refused as refuse } from "./outcome.js";
