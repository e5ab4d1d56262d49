import fc from "fast-check";
import { describe, expect, test } from "vitest";
import readme from "../README.md?raw";
import { defineStateMachine } from "./index.js";

const order = defineStateMachine({
  draft: ["submitted", "cancelled"],
  submitted: ["confirmed", "cancelled"],
  confirmed: [],
  cancelled: [],
});

const linesOf = (mermaid: string) =>
  mermaid
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());

describe("toMermaid", () => {
  test("AG-7 draws the initial arrow, every move and the terminal arrows", () => {
    expect(linesOf(order.toMermaid())).toEqual([
      "stateDiagram-v2",
      "[*] --> draft",
      "draft --> submitted",
      "draft --> cancelled",
      "submitted --> confirmed",
      "submitted --> cancelled",
      "confirmed --> [*]",
      "cancelled --> [*]",
    ]);
  });

  test("AG-7 the diagram of the README is the one of the declaration", () => {
    expect(readme).toContain("```mermaid\n" + order.toMermaid() + "```");
  });

  test("AG-7 the initial arrow points at the state that was named", () => {
    const lamp = defineStateMachine({ off: ["on"], on: ["off"] }, { initial: "on" });
    expect(linesOf(lamp.toMermaid())[1]).toBe("[*] --> on");
  });

  test("AG-7 a name that is not a plain word becomes a label with its characters escaped", () => {
    const machine = defineStateMachine({ 'in "transit"; 🧨': ["größe 1"], "größe 1": [] });
    expect(linesOf(machine.toMermaid())).toEqual([
      "stateDiagram-v2",
      'state "in #34;transit#34;#59; #129512;" as state_0',
      'state "größe 1" as state_1',
      "[*] --> state_0",
      "state_0 --> state_1",
      "state_1 --> [*]",
    ]);
  });

  test.each([
    "state",
    "End",
    "note",
    "classDef",
    "style",
    "direction",
    "root",
    "",
    "[*]",
    "a-->b",
    "a\nb",
  ])("AG-7 a state called %j cannot change the meaning of the diagram", (name) => {
    const lines = linesOf(defineStateMachine({ [name]: [] as never[] }).toMermaid());
    expect(lines.slice(2)).toEqual(["[*] --> state_0", "state_0 --> [*]"]);
  });

  test("AG-7 an empty name is drawn as a blank, because Mermaid accepts no empty label", () => {
    const machine = defineStateMachine({ "": [] });
    expect(linesOf(machine.toMermaid())).toContain('state " " as state_0');
  });

  test("AG-7 a state named like a generated id keeps an id of its own", () => {
    const machine = defineStateMachine({ "a b": ["state_0"], state_0: [] });
    const lines = linesOf(machine.toMermaid());
    expect(lines).toContain("state_0 --> state_1");
    expect(lines).toContain('state "state_0" as state_1');
  });

  test("AG-7 whatever the names, each state has one id and each line one well-formed statement", () => {
    const names = fc.uniqueArray(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 6 });
    const statement = /^(state "[\p{L}\p{N} _.#;-]+" as \w+|\[\*\] --> \w+|\w+ --> (\w+|\[\*\]))$/u;
    fc.assert(
      fc.property(names, (states) => {
        const machine = defineStateMachine(
          Object.fromEntries(states.map((name) => [name, states])),
        );
        const lines = linesOf(machine.toMermaid());
        for (const line of lines.slice(1)) expect(line).toMatch(statement);
        const moves = new Set(lines.filter((line) => /^\w+ --> \w+$/.test(line)));
        expect(moves.size).toBe(states.length ** 2);
      }),
    );
  });
});
