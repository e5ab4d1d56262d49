export { cutText, isWellFormed, textProblem, type TextRule } from "./text.js";
export {
  infrastructureDataOf,
  infrastructureError,
  type InfrastructureErrorData,
} from "./infrastructureError.js";
export { fingerprint, sha256Hex } from "./fingerprint.js";
export { fnv1a, joinKey, openCursor, sealCursor } from "./keys.js";
export {
  comparePositions,
  vLogPosition,
  vPosition,
  type LogPosition,
  type Position,
} from "./position.js";
export { findOversize, type Oversize, type ValueLimits } from "./findOversize.js";
export { checkStorable, findUnstorable, toStorable } from "./toStorable.js";
export { takePage, type PageBudget } from "./takePage.js";
