import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  defineStateMachine,
  IllegalTransitionError,
  InvalidStateMachineError,
  type StateOf,
  UnknownStateError,
} from "./index.js";

const order = defineStateMachine({
  draft: ["submitted", "cancelled"],
  submitted: ["confirmed", "cancelled"],
  confirmed: [],
  cancelled: [],
});
type OrderState = "draft" | "submitted" | "confirmed" | "cancelled";

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("questions", () => {
  test("AG-7 states are listed in the order of the declaration", () => {
    expect(order.states).toEqual(["draft", "submitted", "confirmed", "cancelled"]);
  });

  test("AG-7 the first state is the initial one, unless another is named", () => {
    expect(order.initial).toBe("draft");
    expect(defineStateMachine({ off: ["on"], on: ["off"] }, { initial: "on" }).initial).toBe("on");
  });

  test("AG-7 canTransition is true for declared moves only", () => {
    expect(order.canTransition("draft", "submitted")).toBe(true);
    expect(order.canTransition("submitted", "draft")).toBe(false);
    expect(order.canTransition("draft", "draft")).toBe(false);
  });

  test("AG-7 a state may move to itself when that is declared", () => {
    const door = defineStateMachine({ open: ["open"] });
    expect(door.canTransition("open", "open")).toBe(true);
    expect(door.isTerminal("open")).toBe(false);
  });

  test("AG-7 validTransitions lists the moves in the order of the declaration", () => {
    expect(order.validTransitions("draft")).toEqual(["submitted", "cancelled"]);
    expect(order.validTransitions("confirmed")).toEqual([]);
  });

  test("AG-7 a state without moves is terminal", () => {
    const terminal = order.states.filter((state) => order.isTerminal(state));
    expect(terminal).toEqual(["confirmed", "cancelled"]);
  });

  test("AG-7 assertTransition lets a declared move pass", () => {
    expect(() => {
      order.assertTransition("draft", "submitted");
    }).not.toThrow();
  });
});

describe("illegal moves", () => {
  test("AG-7 assertTransition names the legal moves", () => {
    const error = thrownBy(() => order.assertTransition("draft", "confirmed"));
    expect(error).toBeInstanceOf(IllegalTransitionError);
    expect(error).toMatchObject({
      name: "IllegalTransitionError",
      code: "ILLEGAL_TRANSITION",
      from: "draft",
      to: "confirmed",
      legal: ["submitted", "cancelled"],
      message: 'Cannot move from "draft" to "confirmed": its moves are "submitted", "cancelled".',
    });
  });

  test("AG-7 assertTransition says when a state is terminal", () => {
    expect(() => order.assertTransition("cancelled", "draft")).toThrow(
      'Cannot move from "cancelled" to "draft": it is terminal.',
    );
  });
});

describe("unknown states at run time", () => {
  const unknown = "shipped" as OrderState;
  const questions: [string, () => unknown][] = [
    ["canTransition from", () => order.canTransition(unknown, "draft")],
    ["canTransition to", () => order.canTransition("draft", unknown)],
    ["assertTransition from", () => order.assertTransition(unknown, "draft")],
    ["assertTransition to", () => order.assertTransition("draft", unknown)],
    ["validTransitions", () => order.validTransitions(unknown)],
    ["isTerminal", () => order.isTerminal(unknown)],
    ["an initial state", () => defineStateMachine({ a: [] }, { initial: unknown as "a" })],
  ];

  test.each(questions)("AG-7 %s throws a typed error that lists the states", (_, ask) => {
    const error = thrownBy(ask);
    expect(error).toBeInstanceOf(UnknownStateError);
    expect(error).toMatchObject({ code: "UNKNOWN_STATE", state: "shipped" });
    expect(String(error)).toMatch(/"shipped" is not a state of this machine; its states: "/);
  });

  test.each([
    [undefined],
    [null],
    [7],
    [{}],
    [Object.create(null)],
    [Symbol("draft")],
    [["draft"]],
  ])("AG-7 a value that is not a string is an unknown state (%#)", (value) => {
    expect(thrownBy(() => order.isTerminal(value as OrderState))).toMatchObject({
      code: "UNKNOWN_STATE",
      states: order.states,
    });
  });

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "AG-7 %s is not a state unless it is declared",
    (name) => {
      expect(() => order.validTransitions(name as OrderState)).toThrow(UnknownStateError);
      const machine = defineStateMachine({ [name]: [] as never[] });
      expect(machine.isTerminal(name)).toBe(true);
    },
  );
});

describe("declarations", () => {
  test("AG-7 an undeclared target does not compile and throws, naming the move", () => {
    // @ts-expect-error "sent" is not among the keys
    const declare = () => defineStateMachine({ draft: ["sent"] });
    expect(declare).toThrow(InvalidStateMachineError);
    expect(declare).toThrow(
      '"draft" to "sent": the target is not a declared state; add it to the declaration.',
    );
  });

  test("AG-7 a move that is listed twice is refused", () => {
    expect(() => defineStateMachine({ a: ["b", "b"], b: [] })).toThrow(
      '"a" to "b" is listed twice; remove one.',
    );
  });

  test("AG-7 a machine without states is refused", () => {
    expect(thrownBy(() => defineStateMachine({}))).toMatchObject({ code: "INVALID_STATE_MACHINE" });
  });

  test("AG-7 neither the declaration nor an answer can change a machine afterwards", () => {
    const declared: Record<"a" | "b", ("a" | "b")[]> = { a: ["b"], b: [] };
    const machine = defineStateMachine(declared);
    declared.b.push("a");
    expect(machine.isTerminal("b")).toBe(true);
    expect(() => (machine.validTransitions("a") as string[]).push("a")).toThrow(TypeError);
    expect(() => (machine.states as string[]).pop()).toThrow(TypeError);
  });
});

describe("types", () => {
  test("AG-7 the states are a literal union", () => {
    expectTypeOf<StateOf<typeof order>>().toEqualTypeOf<OrderState>();
    expectTypeOf(order.validTransitions).returns.toEqualTypeOf<readonly OrderState[]>();
    expectTypeOf(order.initial).toEqualTypeOf<OrderState>();
    expect(order.states).toContain(order.initial);
  });

  test("AG-7 questions about undeclared states do not compile", () => {
    // @ts-expect-error "nope" is not a state
    expect(() => order.canTransition("draft", "nope")).toThrow(UnknownStateError);
    // @ts-expect-error "nope" is not a state
    expect(() => order.assertTransition("nope", "draft")).toThrow(UnknownStateError);
    // @ts-expect-error "nope" is not a state
    expect(() => order.validTransitions("nope")).toThrow(UnknownStateError);
    // @ts-expect-error "nope" is not a state
    expect(() => defineStateMachine({ a: [] }, { initial: "nope" })).toThrow(UnknownStateError);
  });

  test("AG-7 a switch over the states is exhaustive", () => {
    const label = (state: StateOf<typeof order>): string => {
      switch (state) {
        case "draft":
        case "submitted":
          return "open";
        case "confirmed":
        case "cancelled":
          return "closed";
        default:
          return state satisfies never;
      }
    };
    expect(order.states.map(label)).toEqual(["open", "open", "closed", "closed"]);
  });

  test("AG-7 a switch that forgets a state does not compile", () => {
    const label = (state: StateOf<typeof order>): string => {
      switch (state) {
        case "draft":
        case "submitted":
        case "confirmed":
          return "known";
        default:
          // @ts-expect-error "cancelled" is left
          return state satisfies never;
      }
    };
    expect(label("cancelled")).toBe("cancelled");
  });
});

describe("against a naive model", () => {
  const names = fc.uniqueArray(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 8 });
  const declarations = names.chain((states) =>
    fc.tuple(...states.map((name) => fc.tuple(fc.constant(name), fc.subarray(states)))),
  );

  test("AG-7 every answer about every pair of states equals the list of moves", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const machine = defineStateMachine(Object.fromEntries(declared));
        for (const [from, targets] of declared) {
          expect(machine.validTransitions(from)).toEqual(targets);
          expect(machine.isTerminal(from)).toBe(targets.length === 0);
          for (const [to] of declared) {
            const legal = targets.some((target) => target === to);
            expect(machine.canTransition(from, to)).toBe(legal);
            const error = thrownBy(() => machine.assertTransition(from, to));
            expect(error === undefined).toBe(legal);
            if (!legal) expect(error).toMatchObject({ from, to, legal: targets });
          }
        }
      }),
    );
  });

  test("AG-7 a walk along valid transitions never leaves the machine", () => {
    fc.assert(
      fc.property(declarations, fc.array(fc.nat(), { maxLength: 30 }), (declared, choices) => {
        const machine = defineStateMachine(Object.fromEntries(declared));
        const end = choices.reduce((state, choice) => {
          const moves = machine.validTransitions(state);
          return moves.length === 0 ? state : moves[choice % moves.length]!;
        }, machine.initial);
        expect(machine.states).toContain(end);
      }),
    );
  });
});
