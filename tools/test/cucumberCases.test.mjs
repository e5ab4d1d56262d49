import { expect, test } from "vitest";
import { cucumberCases } from "./cucumberCases.mjs";

const steps = [
  { id: "s1", type: "Context", text: "an order" },
  { id: "s2", type: "Outcome", text: "it is there" },
];

/**
 * One attempt of the scenario with these step results, as cucumber's messages.
 * @param {string[]} statuses
 * @param {number} [number]
 */
const attempt = (statuses, number = 1) => [
  { testCaseStarted: { id: `a${number}`, testCaseId: "c" } },
  ...statuses.map((status, n) => ({
    testStepFinished: {
      testCaseStartedId: `a${number}`,
      testStepId: `t${n}`,
      testStepResult: { status, message: status },
    },
  })),
  { testCaseFinished: { testCaseStartedId: `a${number}` } },
];

/** @param {object[]} messages @param {object[]} [ofSteps] */
function cases(messages, ofSteps = steps) {
  const title = "ST-1 a stale expectation";
  const testSteps = [
    { id: "t0", pickleStepId: "s1" },
    { id: "t1", pickleStepId: "s2" },
  ];
  const all = [
    { pickle: { id: "p", name: title, uri: "specs/x.feature", steps: ofSteps } },
    { testCase: { id: "c", pickleId: "p", testSteps } },
    ...messages,
    { testRunFinished: { success: true } },
  ];
  return cucumberCases(all.map((message) => JSON.stringify(message)).join("\n")).cases;
}

test("a scenario whose steps passed is a passed case under its own name", () => {
  expect(cases(attempt(["PASSED", "PASSED"]))).toEqual([
    { title: "ST-1 a stale expectation", file: "specs/x.feature", status: "passed" },
  ]);
});

test.each(["FAILED", "UNDEFINED", "PENDING", "AMBIGUOUS"])(
  "a step that is %s fails it",
  (status) => {
    expect(cases(attempt(["PASSED", status, "SKIPPED"]))).toMatchObject([
      { status: "failed", problem: `it is there\n${status}` },
    ]);
  },
);

test("a scenario that a step skipped is skipped", () => {
  expect(cases(attempt(["SKIPPED", "SKIPPED"]))).toMatchObject([{ status: "skipped" }]);
});

test("the last attempt decides", () => {
  const messages = [...attempt(["FAILED"]), ...attempt(["PASSED"], 2)];
  expect(cases(messages)).toMatchObject([{ status: "passed" }]);
});

test("a scenario that a filter left out is skipped", () => {
  expect(cases([])).toMatchObject([{ status: "skipped" }]);
});

test("a scenario that did not finish failed", () => {
  expect(cases(attempt(["PASSED"]).slice(0, -1))).toMatchObject([{ status: "failed" }]);
});

test("a scenario without a Then fails, as a test without assertions does", () => {
  const [found] = cases(attempt(["PASSED"]), [{ type: "Context" }, { type: "Action" }]);
  expect(found).toMatchObject({ status: "failed", problem: expect.stringContaining("no Then") });
});

test("a scenario without steps fails", () => {
  expect(cases(attempt([]), [])).toMatchObject([{ status: "failed" }]);
});

test("messages that stop before the end of the run are seen as a crash", () => {
  expect(cucumberCases("").finished).toBe(false);
});
