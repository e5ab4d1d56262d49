export {
  defineStateMachine,
  type StateMachine,
  type StateOf,
  type Transitions,
} from "./defineStateMachine.js";
export { IllegalTransitionError, InvalidStateMachineError, UnknownStateError } from "./errors.js";
