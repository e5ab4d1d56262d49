export {
  defineMiddleware,
  type HookAnswer,
  type HookCall,
  type HookContext,
  type MiddlewareHooks,
} from "./commands/middleware/defineMiddleware.js";
export type { Middleware } from "./commands/middleware/Middleware.js";
export { structureValidation } from "./commands/middleware/structureValidation.js";
export { domainValidation } from "./commands/middleware/domainValidation.js";
export { authorisation } from "./commands/middleware/authorisation.js";
export { rateLimit } from "./commands/middleware/rateLimit.js";
export { logging } from "./commands/middleware/logging.js";
export { stepOrder } from "./commands/Step.js";
export { refused as refuse } from "./declarations/outcome.js";
