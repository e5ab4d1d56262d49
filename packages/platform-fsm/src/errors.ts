/**
 * A move that the state machine does not declare; `from`, `to` and the `legal` moves are fields.
 * Test `code`, not the class: a class does not cross a component boundary.
 */
export class IllegalTransitionError<State extends string = string> extends Error {
  override readonly name = "IllegalTransitionError";
  readonly code = "ILLEGAL_TRANSITION";
  readonly from: State;
  readonly to: State;
  readonly legal: readonly State[];

  constructor(from: State, to: State, legal: readonly State[]) {
    const moves = legal.length > 0 ? `its moves are ${quoted(legal)}` : "it is terminal";
    super(`Cannot move from ${quoted([from])} to ${quoted([to])}: ${moves}.`);
    this.from = from;
    this.to = to;
    this.legal = legal;
  }
}

/** A value that is not a declared state, for example from a row that other code wrote. */
export class UnknownStateError extends Error {
  override readonly name = "UnknownStateError";
  readonly code = "UNKNOWN_STATE";
  readonly state: unknown;
  readonly states: readonly string[];

  constructor(state: unknown, states: readonly string[]) {
    const shown = typeof state === "string" ? quoted([state]) : `A value of type ${typeof state}`;
    super(`${shown} is not a state of this machine; its states: ${quoted(states)}.`);
    this.state = state;
    this.states = states;
  }
}

/** A wrong declaration: no state, an undeclared target, or a transition listed twice. */
export class InvalidStateMachineError extends Error {
  override readonly name = "InvalidStateMachineError";
  readonly code = "INVALID_STATE_MACHINE";
}

function quoted(names: readonly string[]) {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
