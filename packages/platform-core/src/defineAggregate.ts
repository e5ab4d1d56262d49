import type { GenericDataModel } from "convex/server";
import type { Infer, PropertyValidators, VObject } from "convex/values";
import type { Command, CommandArgs, CommandFields, CommandOptions } from "./command.js";
import { makeCommand } from "./makeCommand.js";
import type { EventCatalog, PayloadOf } from "./defineEvents.js";
import type { RejectionCatalog } from "./defineRejections.js";
import { DeclarationError } from "./infrastructureError.js";

/** One pure function per event: the state before and the payload in, the state after out. */
export type Evolve<State, Events extends EventCatalog> = {
  readonly [Type in keyof Events & string]: (
    state: State,
    payload: PayloadOf<Events[Type]>,
  ) => State;
};

/** The shape of an aggregate's state. */
export type StateValidator = VObject<Record<string, unknown>, PropertyValidators>;

/** A declared aggregate: its stream type, state, events, and how commands are made for it. */
export interface Aggregate<Host extends AggregateHost> {
  /** The stream type of its events. */
  readonly name: string;
  readonly idField: Host["id"];
  readonly stateValidator: StateValidator;
  readonly events: Host["events"];
  readonly rejections: Host["rejections"];
  readonly initial: Host["state"];
  readonly evolve: Evolve<Host["state"], Host["events"]>;
  /** A command that makes the aggregate: rejected with ALREADY_EXISTS, before `decide`, when it has events. */
  creation<Fields extends CommandFields = Record<never, never>, Data = undefined>(
    options: CommandOptions<Host, Fields, Data>,
  ): Command<CommandArgs<Host, Fields>, Host["events"], Host["rejections"]>;
  /** A command on an aggregate with events: rejected with NOT_FOUND, before `decide`, when it has none. */
  command<Fields extends CommandFields = Record<never, never>, Data = undefined>(
    options: CommandOptions<Host, Fields, Data> & {
      /** `"decide"`: without events, `decide` gets the initial state instead of a NOT_FOUND. */
      onMissing?: "decide" | undefined;
    },
  ): Command<CommandArgs<Host, Fields>, Host["events"], Host["rejections"]>;
}

export type AggregateHost = {
  state: unknown;
  events: EventCatalog;
  rejections: RejectionCatalog;
  id: string;
  dataModel: GenericDataModel;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any aggregate
export type AnyAggregate = Aggregate<any>;

type HostOf<
  Shape extends StateValidator,
  Events extends EventCatalog,
  Rejections extends RejectionCatalog,
  Id extends string,
> = {
  state: Infer<Shape>;
  events: Events;
  rejections: Rejections;
  id: Id;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the untyped data model
  dataModel: any;
};

/**
 * Declares an aggregate: name, shape of the state, behaviour. Its name is the stream type; its id is added to every
 * command; its state is always `evolve` folded over its events and is stored with them in one transaction.
 *
 * @example
 * export const Order = defineAggregate("Order", v.object({ status: vStatus }), {
 *   id: "orderId", events: orderEvents, rejections: orderRejections, initial: { status: "draft" },
 *   evolve: { OrderSubmitted: (order) => ({ ...order, status: "submitted" }) },
 * });
 */
export function defineAggregate<
  Shape extends StateValidator,
  Events extends EventCatalog,
  const Id extends string,
  Rejections extends RejectionCatalog = Record<never, never>,
>(
  name: string,
  state: Shape,
  options: {
    /** The field that holds the aggregate's id in commands and events. */
    id: Id;
    events: Events;
    rejections?: Rejections | undefined;
    /** The state before the first event. */
    initial: NoInfer<Infer<Shape>>;
    evolve: NoInfer<Evolve<Infer<Shape>, Events>>;
  },
): Aggregate<HostOf<Shape, Events, Rejections, Id>> {
  assertDeclaration(name, options);
  const aggregate: Aggregate<HostOf<Shape, Events, Rejections, Id>> = {
    name,
    idField: options.id,
    stateValidator: state,
    events: options.events,
    rejections: options.rejections ?? ({} as Rejections),
    initial: options.initial,
    evolve: options.evolve,
    creation: (command) => makeCommand(aggregate, "creation", command),
    command: (command) => makeCommand(aggregate, "command", command),
  };
  return aggregate;
}

function assertDeclaration(
  name: string,
  options: { id: string; events: EventCatalog; evolve: Record<string, unknown> },
): void {
  if (!/^[A-Z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw new DeclarationError(
      `defineAggregate: "${name}" is no aggregate name; use a singular noun in PascalCase, such as Order.`,
    );
  }
  if (options.id === "meta") {
    throw new DeclarationError(`defineAggregate("${name}"): the id cannot be called "meta".`);
  }
  for (const type of Object.keys(options.events)) {
    if (typeof options.evolve[type] !== "function") {
      throw new DeclarationError(`defineAggregate("${name}"): evolve has no function for ${type}.`);
    }
  }
}
