import { trusted } from "../boundary.js";
import type { DomainEvent, Platform } from "@convex-es/platform-core";
import {
  chainsOf,
  fold,
  loadAggregate,
  readStream,
  wiringOf,
  type AnyAggregate,
  type AnyOutcome,
} from "@convex-es/platform-core/internal";
import type { GenericMutationCtx } from "convex/server";
import { arrange } from "./arrange.js";
import { assertEqual } from "./assertEqual.js";
import { catchUp, serveIt } from "./catchUp.js";
import { givenEvents } from "./givenEvents.js";
import { onlyFields } from "./pureTarget.js";
import type { DecisionSpecification, RowSpecification, SpecificationTarget } from "./target.js";
import { defaultsOf } from "./whenDefaults.js";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any app's data model
export type Ctx = GenericMutationCtx<any>;

/** A convex-test instance, as far as specifications need it. */
export type Backend = {
  /** Runs work with a mutation context of the app, in one transaction. */
  run<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
};

/**
 * A target that runs each specification end to end on a fresh backend: given events are stored, the command goes through
 * the orchestrator and the components, and what is compared is what was stored. After every command the stored state is
 * compared with a fresh fold of the stream.
 *
 * @example
 * specifyOn(onComponents(platform, () => initConvexTest()));
 */
export function onComponents(
  platform: Platform,
  makeBackend: () => Backend | Promise<Backend>,
): SpecificationTarget {
  return {
    checkDecision: async (specification) =>
      await checkDecision(platform, await makeBackend(), specification),
    checkRow: async (specification) => await checkRow(platform, await makeBackend(), specification),
  };
}

async function checkDecision(
  platform: Platform,
  backend: Backend,
  specification: DecisionSpecification,
): Promise<void> {
  const { command, args, expected } = specification;
  const { aggregate } = command;
  const id = String(args[aggregate.idField]);
  await arrange(platform, backend, { events: specification.events, streamId: id });
  const before = await storedEvents(platform, backend, { aggregate, id });
  const outcome = await send(platform, backend, specification);
  const after = await storedEvents(platform, backend, { aggregate, id });
  const added = after.events.slice(before.events.length);
  if (expected.kind === "events") {
    assertEqual(
      outcome.status === "executed" ? added : outcome,
      givenEvents(expected.events, {}),
      "the events of the command",
    );
    const types = outcome.status === "executed" ? outcome.events.map(({ type }) => type) : [];
    assertEqual(
      types,
      added.map(({ type }) => type),
      "the events the outcome names",
    );
  } else {
    assertEqual(
      outcome.status === "executed" ? added : outcome.code,
      expected.code,
      "the rejection of the command",
    );
    assertEqual(added, [], "the events after a rejection");
    if (expected.details !== undefined && outcome.status === "rejected") {
      assertEqual(outcome.details, expected.details, `the details of ${outcome.code}`);
    }
  }
  await assertStateIsFold(platform, backend, { aggregate, id, ...after });
}

async function send(
  platform: Platform,
  backend: Backend,
  { command, args, options }: DecisionSpecification,
): Promise<AnyOutcome> {
  if (options.data !== undefined) {
    throw new Error(
      "`data` replaces `load` in pure specifications only; on components `load` runs.",
    );
  }
  const { actor, commandId } = defaultsOf(options);
  const dated = options.now !== undefined;
  const sender = dated ? { ...actor, roles: [...actor.roles, "import"] } : actor;
  const meta = {
    commandId,
    ...(dated && { occurredAt: options.now }),
    ...(options.expectedVersion !== undefined && { expectedVersion: options.expectedVersion }),
  };
  return await backend.run((ctx) =>
    platform.execute(ctx, command, { args: trusted<never>(args), actor: sender, meta }),
  );
}

type Target = { aggregate: AnyAggregate; id: string };
type Stored = { version: number; events: DomainEvent[] };

async function storedEvents(
  platform: Platform,
  backend: Backend,
  { aggregate, id }: Target,
): Promise<Stored> {
  const store = wiringOf(platform).runtime.stores.holding(aggregate);
  const stream = { tenant: "", streamType: aggregate.name, streamId: id };
  const source = { store, chains: chainsOf(aggregate.events) };
  const { events, last } = await backend.run((ctx) =>
    readStream(ctx, source, { ...stream, direction: "forward", limit: 1_000 }),
  );
  const read = events.map(({ type, payload }) => ({ type, payload: trusted<unknown>(payload) }));
  return { version: last ?? 0, events: read };
}

async function assertStateIsFold(
  platform: Platform,
  backend: Backend,
  { aggregate, id, version, events }: Target & Stored,
): Promise<void> {
  const store = wiringOf(platform).runtime.stores.holding(aggregate);
  const loaded = await backend.run((ctx) =>
    loadAggregate(ctx, store, { aggregate, tenant: "", id }),
  );
  const folded = { version, state: fold(aggregate, aggregate.initial, events) };
  assertEqual(loaded, folded, `the stored state of ${aggregate.name} is the fold of its events`);
}

async function checkRow(
  platform: Platform,
  backend: Backend,
  { events, projection, row, key }: RowSpecification,
): Promise<void> {
  await serveIt(backend, projection);
  await arrange(platform, backend, { events, streamId: undefined });
  if (projection.delivery === "async") await catchUp(platform, backend, projection);
  const rows = await backend.run((ctx) =>
    platform.read(projection, { open: true }).list(ctx, { index: "by_key", limit: 500 }),
  );
  const found =
    key === undefined ? rows : rows.filter((one) => trusted<{ key: string }>(one).key === key);
  if (found.length > 1) {
    throw new Error(`These events project to several rows of ${projection.name}: pass { key }.`);
  }
  assertEqual(onlyFields(found[0] ?? null, row), row, `the row of ${projection.name}`);
}
