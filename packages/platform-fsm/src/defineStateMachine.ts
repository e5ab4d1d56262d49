import { entriesOf } from "./boundary.js";
import { IllegalTransitionError, InvalidStateMachineError, UnknownStateError } from "./errors.js";
import { mermaidOf } from "./mermaidOf.js";

/** Each state with the states to which it may move; an empty list makes it terminal. */
export type Transitions<State extends string> = {
  readonly [From in State]: readonly NoInfer<State>[];
};

/** The states and moves of one lifecycle, and what can be asked about them. */
export type StateMachine<State extends string> = {
  /** Every state, in the order of the declaration. */
  readonly states: readonly State[];
  /** The state in which a lifecycle begins. */
  readonly initial: State;
  /** Whether the move is declared; throws `UnknownStateError` for a value that is not a state. */
  canTransition(from: State, to: State): boolean;
  /** Throws `IllegalTransitionError`, which names the declared moves, unless the move is declared. */
  assertTransition(from: State, to: State): void;
  /** The states that can be reached in one move, in the order of the declaration. */
  validTransitions(from: State): readonly State[];
  /** Whether the state has no moves. */
  isTerminal(state: State): boolean;
  /** The declaration as a Mermaid `stateDiagram-v2` that marks the initial and the terminal states. */
  toMermaid(): string;
};

/** The union of a machine's states: `type OrderStatus = StateOf<typeof orderLifecycle>`. */
export type StateOf<Machine> = Machine extends StateMachine<infer State> ? State : never;

/**
 * Declares the states of a lifecycle and the moves between them, once for types, checks and diagram.
 * The first state is the initial one unless `initial` names another; an undeclared target does not compile, and throws `InvalidStateMachineError`.
 *
 * @example
 * const orderLifecycle = defineStateMachine({
 *   draft: ["submitted", "cancelled"],
 *   submitted: ["confirmed", "cancelled"],
 *   confirmed: [],
 *   cancelled: [],
 * });
 * orderLifecycle.canTransition("draft", "confirmed"); // false
 */
export function defineStateMachine<State extends string>(
  transitions: Transitions<State>,
  options: { readonly initial?: NoInfer<State> | undefined } = {},
): StateMachine<State> {
  const moves = checkedMoves(transitions);
  const states = Object.freeze([...moves.keys()]);
  const initial = options.initial ?? states[0];
  if (initial === undefined)
    throw new InvalidStateMachineError("A state machine needs at least one state.");
  if (!moves.has(initial)) throw new UnknownStateError(initial, states);

  function validTransitions(from: State) {
    const targets = moves.get(from);
    if (targets === undefined) throw new UnknownStateError(from, states);
    return targets;
  }
  function canTransition(from: State, to: State) {
    const targets = validTransitions(from);
    validTransitions(to);
    return targets.includes(to);
  }
  function assertTransition(from: State, to: State) {
    if (canTransition(from, to)) return;
    throw new IllegalTransitionError(from, to, validTransitions(from));
  }

  return Object.freeze({
    states,
    initial,
    canTransition,
    assertTransition,
    validTransitions,
    isTerminal: (state: State) => validTransitions(state).length === 0,
    toMermaid: () => mermaidOf(moves, initial),
  });
}

function checkedMoves<State extends string>(
  transitions: Transitions<State>,
): ReadonlyMap<State, readonly State[]> {
  const moves = new Map<State, readonly State[]>();
  for (const [from, to] of entriesOf<State, readonly State[]>(transitions)) {
    moves.set(from, Object.freeze([...to]));
  }
  for (const [from, targets] of moves) {
    for (const [n, to] of targets.entries()) {
      const move = `${JSON.stringify(from)} to ${JSON.stringify(to)}`;
      if (!moves.has(to)) {
        throw new InvalidStateMachineError(
          `${move}: the target is not a declared state; add it to the declaration.`,
        );
      }
      if (targets.indexOf(to) < n)
        throw new InvalidStateMachineError(`${move} is listed twice; remove one.`);
    }
  }
  return moves;
}
