/** @import { Envelope, Pickle, PickleStep, TestStepResult } from "@cucumber/messages" */
/** @typedef {import("./mergeResults.mjs").Case} Case */

const failing = new Set(["FAILED", "UNDEFINED", "PENDING", "AMBIGUOUS", "UNKNOWN"]);

/**
 * The scenarios of a run as cases, from cucumber's messages (one JSON per line). A scenario fails
 * when a step failed, is undefined or pending, or when it has no step that asserts.
 * @param {string} ndjson
 * @returns {{ cases: Case[], finished: boolean }}
 */
export function cucumberCases(ndjson) {
  /** @type {Envelope[]} */
  const messages = ndjson
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const attempts = lastAttempts(messages);
  const cases = messages.flatMap(({ pickle }) =>
    pickle ? [caseOf(pickle, attempts.get(pickle.id))] : [],
  );
  return { cases, finished: messages.some(({ testRunFinished }) => testRunFinished !== undefined) };
}

/** @typedef {{ result: TestStepResult, text: string }} Step `text` is empty for a hook. */
/** @typedef {{ steps: Step[], ended: boolean }} Attempt */

/** The last attempt of each scenario. @param {Envelope[]} messages */
function lastAttempts(messages) {
  const textOf = stepTexts(messages);
  /** @type {Map<string, string>} */
  const pickleOf = new Map();
  /** @type {Map<string, Attempt>} */
  const running = new Map();
  /** @type {Map<string, Attempt>} */
  const last = new Map();
  for (const { testCase, testCaseStarted, testStepFinished, testCaseFinished } of messages) {
    if (testCase) pickleOf.set(testCase.id, testCase.pickleId);
    if (testCaseStarted) {
      const attempt = { steps: [], ended: false };
      running.set(testCaseStarted.id, attempt);
      last.set(pickleOf.get(testCaseStarted.testCaseId) ?? "", attempt);
    }
    if (testStepFinished) {
      const { testCaseStartedId, testStepId, testStepResult } = testStepFinished;
      const step = { result: testStepResult, text: textOf.get(testStepId) ?? "" };
      running.get(testCaseStartedId)?.steps.push(step);
    }
    const finished = testCaseFinished && running.get(testCaseFinished.testCaseStartedId);
    if (finished) finished.ended = true;
  }
  return last;
}

/**
 * What the features say at each step of a test case.
 * @param {Envelope[]} messages
 * @returns {Map<string, string>}
 */
function stepTexts(messages) {
  const steps = messages.flatMap(({ pickle }) => pickle?.steps ?? []);
  const written = new Map(steps.map(({ id, text }) => [id, text]));
  const tests = messages.flatMap(({ testCase }) => testCase?.testSteps ?? []);
  return new Map(tests.map(({ id, pickleStepId = "" }) => [id, written.get(pickleStepId) ?? ""]));
}

/** @param {Pickle} pickle @param {Attempt | undefined} attempt @returns {Case} */
function caseOf({ name, uri, steps }, attempt) {
  const base = { title: name, file: uri };
  if (attempt === undefined) return { ...base, status: "skipped" };
  const problem = attempt.ended
    ? (firstProblem(attempt.steps) ?? missingAssertion(steps))
    : "The scenario did not finish.";
  if (problem !== undefined) return { ...base, status: "failed", problem };
  const skipped = attempt.steps.some(({ result }) => result.status === "SKIPPED");
  return { ...base, status: skipped ? "skipped" : "passed" };
}

/** @param {Step[]} steps */
function firstProblem(steps) {
  const bad = steps.find(({ result }) => failing.has(result.status));
  if (bad === undefined) return undefined;
  const { status, message = `The step is ${status.toLowerCase()}.` } = bad.result;
  return bad.text === "" ? message : `${bad.text}\n${message}`;
}

/** @param {readonly PickleStep[]} steps */
function missingAssertion(steps) {
  const asserts = steps.some(({ type = "Unknown" }) => type === "Outcome" || type === "Unknown");
  return asserts ? undefined : "The scenario has no Then step, so it asserts nothing.";
}
