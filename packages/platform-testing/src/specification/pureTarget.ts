import { trusted } from "../boundary.js";
import type { DomainEvent } from "@convex-es/platform-core";
import {
  applyEvents,
  behaviourOf,
  chainsOf,
  decideCommand,
  deepFreeze,
  definitionIn,
  fold,
  groupRows,
  newIdsOf,
  projectionBehaviourOf,
  tagsOf,
  type AnyCommand,
  type AnyProjection,
  type Decision,
  type RecordedEvent,
} from "@convex-es/platform-core/internal";
import { assertEqual } from "./assertEqual.js";
import { givenEvents, readGiven } from "./givenEvents.js";
import type { DecisionSpecification, RowSpecification, SpecificationTarget } from "./target.js";
import { defaultsOf } from "./whenDefaults.js";
import { withoutAmbient } from "./withoutAmbient.js";

/** Runs specifications on the declarations alone: no backend, microseconds; purity is checked on the way. */
export const pureTarget: SpecificationTarget = { checkDecision, checkRow };

function checkDecision(specification: DecisionSpecification): void {
  const { expected } = specification;
  const decision = decide(specification);
  assertEqual(decide(specification), decision, "decide is pure: the same command decides the same");
  if (expected.kind === "events") {
    const shown = decision.kind === "accepted" ? decision.events : decision;
    assertEqual(shown, givenEvents(expected.events, {}), "the events of the command");
    return;
  }
  const shown = decision.kind === "accepted" ? decision.events : decision.code;
  assertEqual(shown, expected.code, "the rejection of the command");
  if (expected.details !== undefined && decision.kind === "rejected") {
    assertEqual(decision.details, expected.details, `the details of ${decision.code}`);
  }
}

function decide({ events, command, args, options }: DecisionSpecification): Decision {
  const { aggregate } = command;
  const stored = givenEvents(events, aggregate.events).filter((event) =>
    concerns(command, args, event),
  );
  const history = readGiven(stored, aggregate.events);
  const { now, actor, commandId } = defaultsOf(options);
  const { authorise } = behaviourOf(command);
  const mayCall = authorise === null || withoutAmbient(() => authorise(actor, deepFreeze(args)));
  if (!mayCall) return forbidden;
  return withoutAmbient(() =>
    decideCommand({
      command,
      args,
      loaded: { version: stored.length, state: fold(aggregate, aggregate.initial, history) },
      context: { now, actor, newId: newIdsOf(commandId), data: options.data ?? null },
      expectedVersion: options.expectedVersion,
    }),
  );
}

const forbidden: Decision = {
  kind: "rejected",
  code: "FORBIDDEN",
  message: "The command's authorise does not let this actor in.",
  details: null,
};

function concerns(command: AnyCommand, args: Record<string, unknown>, event: DomainEvent): boolean {
  const { aggregate } = command;
  if (!chainsOf(aggregate.events).has(event.type)) return false;
  const id = trusted<Record<string, unknown>>(event.payload)[aggregate.idField];
  return id === undefined || id === args[aggregate.idField];
}

function checkRow({ events, projection, row, key }: RowSpecification): void {
  const catalog = projectionBehaviourOf(projection).events;
  const history = readGiven(givenEvents(events, {}), catalog);
  const recorded = history.map(recordedFor(projection));
  const rows = withoutAmbient(() => groupRows(projection, recorded));
  const found =
    key === undefined ? onlyRow(projection.name, rows) : rows.find((one) => one.key === key);
  const actual =
    found === undefined
      ? null
      : withoutAmbient(() => applyEvents(projection, { key: found.key, row: null }, found.events));
  assertEqual(onlyFields(actual, row), row, `the row of ${projection.name}`);
}

function onlyRow<Row extends { key: string }>(
  projection: string,
  rows: readonly Row[],
): Row | undefined {
  if (rows.length <= 1) return rows[0];
  const keys = rows.map((row) => row.key).join(", ");
  throw new Error(`These events project to several rows of ${projection} (${keys}): pass { key }.`);
}

/** The fields of a row that are compared. */
export function onlyFields(actual: unknown, expected: Record<string, unknown> | null): unknown {
  if (actual === null || actual === undefined || expected === null) return actual ?? null;
  const row = trusted<Record<string, unknown>>(actual);
  return Object.fromEntries(Object.keys(expected).map((field) => [field, row[field]]));
}

// Nothing says where given events were recorded: it is taken to be where the read model listens.
function recordedFor(projection: AnyProjection) {
  const { events } = projectionBehaviourOf(projection);
  const { contexts: [context = ""] = [], streamTypes: [streamType = ""] = [] } = projection.where;
  return ({ type, payload }: DomainEvent, index: number): RecordedEvent => {
    const definition = definitionIn(events, type);
    const fields = trusted<Record<string, unknown>>(payload);
    return {
      ...{ type, payload, context, streamType, streamId: "", version: index + 1 },
      id: `event-${index + 1}`,
      category: definition?.category ?? "domain",
      tags: definition === undefined ? [] : tagsOf(definition, fields),
      ...{ tenant: "", actor: "tester", occurredAt: defaultsOf({}).now },
      ...{ correlationId: "specification", causationId: "specification" },
    };
  };
}
