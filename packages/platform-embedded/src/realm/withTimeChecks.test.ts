import vm from "node:vm";
import { expect, test } from "vitest";
import { timeCheck, withTimeChecks } from "./withTimeChecks.js";

/** Runs checked code; returns its value and how often it checked. */
function run(source: string): { value: unknown; checks: number } {
  const counted = { checks: 0 };
  const context = vm.createContext({ [timeCheck]: () => (counted.checks += 1) });
  const value: unknown = vm.runInContext(withTimeChecks(source), context);
  return { value, ...counted };
}

test.for([
  ["for", "let n = 0; for (let i = 0; i < 3; i++) { n += i } n", 3, 3],
  ["for without a block", "let n = 0; for (let i = 0; i < 3; i++) n += i\nn", 3, 3],
  ["for with an empty body", "let n = 0; for (; n < 3; n++); n", 3, 3],
  ["while", "let n = 0; while (n < 3) n++\nn", 3, 3],
  ["do", "let n = 0; do n++; while (n < 3); n", 3, 3],
  ["for of", "let n = 0; for (const i of [1, 2]) n += i; n", 3, 2],
  ["for in", "let n = ''; for (const i in { a: 1 }) n += i; n", "a", 1],
  ["loops in loops", "let n = 0; for (const i of [1, 2]) for (const j of [1, 2]) n++\nn", 4, 6],
  ["labels", "let n = 0; a: for (;;) { for (;;) { n++; break a } } n", 1, 2],
  ["a function", "function f() { return 1 } f()", 1, 1],
  ["an arrow", "(() => 1)()", 1, 1],
  ["an arrow to an object", "(() => ({ a: 1 }))().a", 1, 1],
  ["an arrow to an arrow", "((a) => (b) => a + b)(1)(2)", 3, 2],
  ["an arrow as the body of a loop", "let f; for (const i of [1]) f = () => i\nf()", 1, 2],
  [
    "a method and a constructor",
    "class A { constructor() { this.a = 1 } b() { return this.a } } new A().b()",
    1,
    2,
  ],
  [
    "a derived class",
    "class A {} class B extends A { constructor() { super() } } typeof new B()",
    "object",
    1,
  ],
] as const)("%s is checked and does what it did", ([, source, value, checks]) => {
  expect(run(source)).toEqual({ value, checks });
});

test("lines stay where they are", () => {
  const source = "function f() {\n  for (;;) {\n    break\n  }\n}\n";
  expect(withTimeChecks(source).split("\n")).toHaveLength(source.split("\n").length);
});
