export { asStored, type StoredForm } from "./specification/asStored.js";
export { assertSamples } from "./samples/assertSamples.js";
export {
  given,
  type Given,
  type When,
  type WhenOptions,
  type WhenProcess,
} from "./specification/given.js";
export { specifyOn } from "./specification/specifyOn.js";
export { onComponents, type Backend } from "./specification/onComponents.js";
export { pureTarget } from "./specification/pureTarget.js";
export { assertSpecificationsEnded } from "./specification/openSpecifications.js";
export type {
  DecisionSpecification,
  Expected,
  RowSpecification,
  SpecificationTarget,
} from "./specification/target.js";
