/** @import { Envelope, Pickle, PickleStep, TestStepResult } from "@cucumber/messages" */
/** @typedef {import("./mergeResults.mjs").Case} Case */

const failing = new Set(["FAILED", "UNDEFINED", "PENDING", "AMBIGUOUS", "UNKNOWN"]);

/** The scenarios of a run as cases, from cucumber's messages (one JSON per line). A scenario fails when a step failed, is undefined or pending, or when it has no step that asserts. @param {string} ndjson @returns {{ cases: Case[], finished: boolean }} */
export function cucumberCases(ndjson) {
  /** @type {Envelope[]} */
  const messages = ndjson
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const results = resultsByPickle(messages);
  const cases = messages.flatMap(({ pickle }) =>
    pickle ? [caseOf(pickle, results.get(pickle.id))] : [],
  );
  return { cases, finished: messages.some(({ testRunFinished }) => testRunFinished !== undefined) };
}

/** The step results of the last attempt of each scenario. @param {Envelope[]} messages */
function resultsByPickle(messages) {
  /** @type {Map<string, string>} */
  const pickleOf = new Map();
  /** @type {Map<string, { pickle: string, results: TestStepResult[], ended: boolean }>} */
  const attempts = new Map();
  for (const { testCase, testCaseStarted, testStepFinished, testCaseFinished } of messages) {
    if (testCase) pickleOf.set(testCase.id, testCase.pickleId);
    if (testCaseStarted) {
      attempts.set(testCaseStarted.id, {
        pickle: pickleOf.get(testCaseStarted.testCaseId) ?? "",
        results: [],
        ended: false,
      });
    }
    if (testStepFinished)
      attempts
        .get(testStepFinished.testCaseStartedId)
        ?.results.push(testStepFinished.testStepResult);
    const finished = testCaseFinished && attempts.get(testCaseFinished.testCaseStartedId);
    if (finished) finished.ended = true;
  }
  return new Map([...attempts.values()].map((attempt) => [attempt.pickle, attempt]));
}

/** @param {Pickle} pickle @param {{ results: TestStepResult[], ended: boolean } | undefined} attempt @returns {Case} */
function caseOf({ name, uri, steps }, attempt) {
  const base = { title: name, file: uri };
  if (attempt === undefined) return { ...base, status: "skipped" };
  const problem = !attempt.ended
    ? "The scenario did not finish."
    : (firstProblem(attempt.results) ?? missingAssertion(steps));
  if (problem !== undefined) return { ...base, status: "failed", problem };
  const skipped = attempt.results.some(({ status }) => status === "SKIPPED");
  return { ...base, status: skipped ? "skipped" : "passed" };
}

/** @param {TestStepResult[]} results */
function firstProblem(results) {
  const bad = results.find(({ status }) => failing.has(status));
  return bad && (bad.message ?? `A step is ${bad.status.toLowerCase()}.`);
}

/** @param {readonly PickleStep[]} steps */
function missingAssertion(steps) {
  const asserts = steps.some(
    ({ type }) => type === undefined || type === "Outcome" || type === "Unknown",
  );
  return asserts ? undefined : "The scenario has no Then step, so it asserts nothing.";
}
