import { describe, expect, test } from "vitest";
import type { Doc } from "../../component/_generated/dataModel.js";
import type { Declared } from "../../contract/consumer.js";
import { planReconcile, type ReconcileInput } from "./planReconcile.js";

const declaration: Declared = {
  consumer: "orders",
  kind: "readModel",
  delivery: "async",
  version: 2,
  versions: [2, 1],
  firstIsInline: false,
  subscription: "",
  partitions: 1,
  policy: "park",
  attempts: 5,
};

type Row = Partial<Doc<"generations">>;
const row = (fields: Row): Doc<"generations"> =>
  ({
    generation: 3,
    version: 2,
    partitions: 1,
    delivery: "async",
    state: "live",
    status: { kind: "running" },
    policy: "park",
    attempts: 5,
    ...fields,
  }) as Doc<"generations">;

type Case = { rows: Row[]; declared?: Partial<Declared> } & Partial<Omit<ReconcileInput, "rows">>;

/** The plan, each action with the number of its generation. */
function plan({ rows, declared = {}, ...known }: Case): string[] {
  const seen = { isFirst: false, isNew: false, isKeptInline: false, ...known };
  const actions = planReconcile(
    { ...declaration, ...declared },
    { ...seen, rows: rows.map((one) => row(one)) },
  );
  return actions.map((action) => {
    if (action.do === "begin") return "begin";
    const status = action.do === "refresh" ? ` ${action.status.kind}` : "";
    return `${action.do} ${action.row.generation}${status}`;
  });
}

const inline = { version: 1, delivery: "inline", generation: 0 } as const;
const asInline: Partial<Declared> = {
  version: 1,
  versions: [1],
  delivery: "inline",
  firstIsInline: true,
};
const building = { state: "building", generation: 4 } as const;

const cases: [what: string, given: Case, actions: string[]][] = [
  ["what is new is built", { rows: [] }, ["begin"]],
  ["what is served as declared stays", { rows: [{}] }, []],
  ["a new version is built beside the old one", { rows: [{ version: 1 }] }, ["begin"]],
  ["another number of partitions is", { rows: [{ partitions: 4 }] }, ["begin"]],
  ["a build under way goes on", { rows: [{ version: 1 }, building] }, []],
  [
    "a build of an older version is given up",
    { rows: [{}, { ...building, version: 1 }] },
    ["abandon 4"],
  ],
  [
    "a build of a part goes on beside what is served",
    { rows: [{}, { ...building, scope: { tenant: "t" } }] },
    [],
  ],
  [
    "and is given up for a new version",
    { rows: [{ version: 1 }, { ...building, scope: { tenant: "t" } }] },
    ["abandon 4", "begin"],
  ],
  [
    "another policy is taken over",
    { rows: [{}], declared: { policy: "halt" } },
    ["refresh 3 running"],
  ],
  [
    "a version that the code has lost stops",
    { rows: [{ version: 1 }], declared: { versions: [2] } },
    ["refresh 3 removed", "begin"],
  ],
  ["what is back goes on", { rows: [{ status: { kind: "removed" } }] }, ["refresh 3 running"]],
  ["what an operator has paused stays so", { rows: [{ status: { kind: "paused" } }] }, []],
  [
    "a deletion that halted is tried again",
    { rows: [{}, { state: "dropping", generation: 2, status: { kind: "halted", reason: "" } }] },
    ["restartDropping 2"],
  ],
  ["what is being deleted is left alone", { rows: [{}, { state: "dropping", generation: 2 }] }, []],

  [
    "what commands have kept from the start is complete",
    { rows: [inline], declared: asInline, isFirst: true, isNew: true, isKeptInline: true },
    [],
  ],
  [
    "what came later lacks its past",
    { rows: [inline], declared: asInline, isNew: true, isKeptInline: true },
    ["begin"],
  ],
  [
    "what commands have stopped keeping is built again",
    { rows: [inline], declared: asInline },
    ["stopInline 0", "begin"],
  ],
  [
    "once they have stopped, that is not said again",
    {
      rows: [{ ...inline, isInlineStopped: true, status: { kind: "removed" } }, building],
      declared: {},
    },
    [],
  ],
];

describe("bringing the component in line with the code", () => {
  test.each(cases)("%s", (_what, given, actions) => {
    expect(plan(given)).toEqual(actions);
  });
});
