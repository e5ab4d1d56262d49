import { trusted } from "../contract/boundary.js";
import { toStorable } from "@convex-es/platform-base";
import { validate } from "convex-helpers/validators";
import type { GenericDataModel } from "convex/server";
import type { Infer, PropertyValidators, VObject, VUnion } from "convex/values";
import type {
  Command,
  CommandArgs,
  CommandFields,
  CommandFunctions,
  CommandHost,
  CommandMistake,
  CommandOptions,
  DecideMistake,
} from "./command.js";
import type { EventCatalog, PayloadOf } from "./defineEvents.js";
import type { RejectionCatalog } from "./defineRejections.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { DeepReadonly } from "../base/frozen.js";
import type { Missing, ReturnMistakes, Returning, Undeclared, Unless } from "../base/mistake.js";
import { DeclarationError, messageOf } from "../base/infrastructureError.js";
import { makeCommand } from "./makeCommand.js";
import type { Shapes, ShapeStep } from "./versions/stateShapes.js";
import type { AnyDataModel } from "../base/untypedTables.js";
import { stepsInOrder } from "./versions/stepsInOrder.js";

/** One pure function per event: the state before and the payload in, the state after out. */
export type Evolve<State, Events extends EventCatalog> = {
  readonly [Type in keyof Events & string]: (
    state: State,
    payload: PayloadOf<Events[Type]>,
  ) => State;
};

type StateFields = VObject<Record<string, unknown>, PropertyValidators>;

/** What is inferred of `evolve` before it is looked at for mistakes. */
type Evolving<State, Events extends EventCatalog> = {
  readonly [Type in keyof Events & string]?: (
    state: State,
    payload: PayloadOf<Events[Type]>,
  ) => Returning<State>;
};

/** The shape of an aggregate's state: an object, or a union of objects where each state has fields of its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any fields
export type StateValidator = StateFields | VUnion<any, StateFields[], "required", any>;

/** A declared aggregate: its stream type, state, events, and how commands are made for it. */
export type Aggregate<Host extends CommandHost> = {
  /** The stream type of its events. */
  readonly name: Host["name"];
  readonly idField: Host["id"];
  readonly stateValidator: StateValidator;
  readonly events: Host["events"];
  readonly rejections: Host["rejections"];
  readonly initial: Host["state"];
  readonly evolve: Evolve<Host["state"], Host["events"]>;
  /** The number of the shape its states are stored in. */
  readonly shape: number;
  /** What brings a state of an older shape to the next one, from shape 1 on. */
  readonly shapes: readonly ShapeStep[];
  /** A command that makes the aggregate: rejected with ALREADY_EXISTS, before `decide`, when it has events. */
  creation: CommandMaker<Host, object>;
  /** A command on an aggregate with events: rejected with NOT_FOUND, before `decide`, when it has none. */
  command: CommandMaker<
    Host,
    {
      /** `"decide"`: without events, `decide` gets the initial state instead of a NOT_FOUND. */
      onMissing?: "decide" | undefined;
    }
  >;
};

// The functions lie under keys that depend on what `decide` returns, so that a wrong one leaves the literal without a place for it
// and the error names the mistake. It is spelled out here because the compiler prints an alias with all of its arguments.
type CommandMaker<Host extends CommandHost, More> = <
  Fields extends CommandFields = Record<never, never>,
  Data = undefined,
  Decided = never,
>(
  options: ([DecideMistake<Host, Decided>] extends [never]
    ? CommandOptions<Host, Fields, Data, Decided> & More
    : CommandMistake<DecideMistake<Host, Decided>>) & {
    [
      Key in [DecideMistake<Host, Decided>] extends [never] ? "load" | "decide" : never
    ]?: CommandFunctions<Host, Fields, Data, Decided>[Key];
  },
) => Command<{
  args: CommandArgs<Host, Fields>;
  events: Host["events"];
  rejections: Host["rejections"];
  data: Data;
}>;

/** Any aggregate, its types forgotten: what the runtime folds and stores. */
export type AnyAggregate = {
  readonly name: string;
  readonly idField: string;
  readonly stateValidator: StateValidator;
  readonly events: EventCatalog;
  readonly rejections: RejectionCatalog;
  readonly initial: unknown;
  readonly evolve: { readonly [type: string]: (state: never, payload: never) => unknown };
  readonly shape: number;
  readonly shapes: readonly ShapeStep[];
};

/** What the types of an aggregate are made of. */
export type AggregateTypes = {
  name: string;
  shape: StateValidator;
  events: EventCatalog;
  rejections: RejectionCatalog;
  id: string;
  dataModel: GenericDataModel;
};

type HostOf<Types extends AggregateTypes> = {
  name: Types["name"];
  state: StateOf<Types["shape"]>;
  events: Types["events"];
  rejections: Types["rejections"];
  id: Types["id"];
  dataModel: Types["dataModel"];
};

type StateOf<Shape extends StateValidator> = DeepReadonly<Infer<Shape>>;

/** The declaration of an aggregate, after its name and the shape of its state. */
export type AggregateOptions<
  Name extends string,
  Shape extends StateValidator,
  Events extends EventCatalog,
  Id extends string,
  Rejections extends RejectionCatalog,
  Functions,
> = {
  /** The field that holds the aggregate's id in commands and events. */
  id: [Id] extends [IdField<Events>] ? Id : `No event of ${Name} has the field ${Id}`;
  events: Events;
  rejections?: Rejections | undefined;
  /** The state before the first event. */
  initial: NoInfer<StateOf<Shape>>;
  evolve: Unless<
    EvolveMistake<Name, StateOf<Shape>, Events, Functions>,
    Functions & Undeclared<Functions, keyof Events, Name>
  >;
  /** Older shape → how its states become the next one, a function or "refold"; the present shape is the highest key plus 1. */
  shapes?: Shapes | undefined;
};

type EvolveMistake<Name extends string, State, Events extends EventCatalog, Functions> =
  Missing<Functions, keyof Events, "evolve"> | ReturnMistakes<Functions, keyof Events, State, Name>;

/** A field that holds a string in an event; any name for events without one. */
type IdField<Events extends EventCatalog> = [TextField<Events>] extends [never]
  ? string
  : TextField<Events>;
type TextField<Events extends EventCatalog> = {
  [Type in keyof Events & string]: TextFieldOf<PayloadOf<Events[Type]>>;
}[keyof Events & string];
type TextFieldOf<Payload> = {
  [Field in keyof Payload]: Payload[Field] extends string ? Field : never;
}[keyof Payload] &
  string;

/** `defineAggregate` for one data model: commands' `load` reads its tables with their types. */
export type DefineAggregate<DataModel extends GenericDataModel> = <
  const Name extends string,
  Shape extends StateValidator,
  Events extends EventCatalog,
  const Id extends string,
  Functions extends Evolving<StateOf<Shape>, Events>,
  Rejections extends RejectionCatalog = Record<never, never>,
>(
  name: Name,
  state: Shape,
  options: AggregateOptions<Name, Shape, Events, Id, Rejections, Functions>,
) => Aggregate<
  HostOf<{
    name: Name;
    shape: Shape;
    events: Events;
    rejections: Rejections;
    id: Id;
    dataModel: DataModel;
  }>
>;

/**
 * Declares an aggregate: name, shape of the state, behaviour. Its name is the stream type; its id is added to every
 * command; its state is always `evolve` folded over its events and is stored with them in one transaction.
 * The one that `initPlatform<DataModel>()` returns gives `load` the types of your tables.
 *
 * @example
 * export const Order = defineAggregate("Order", v.object({ status: vStatus }), {
 *   id: "orderId", events: orderEvents, rejections: orderRejections, initial: { status: "draft" },
 *   evolve: { OrderSubmitted: (order) => ({ ...order, status: "submitted" }) },
 * });
 */
export const defineAggregate: DefineAggregate<AnyDataModel> = (name, state, declared) => {
  const options = trusted<AnyDeclaration>(declared);
  assertAggregate(name, state, options);
  const shapes = stepsInOrder(options.shapes ?? {}, `defineAggregate("${name}"): shapes`);
  const aggregate: AnyAggregate = {
    name,
    idField: options.id,
    stateValidator: state,
    events: options.events,
    rejections: options.rejections ?? {},
    initial: deepFreeze(options.initial),
    evolve: trusted<AnyAggregate["evolve"]>(options.evolve),
    shape: shapes.length + 1,
    shapes,
  };
  const makers = {
    creation: (command: never) => makeCommand(aggregate, "creation", command),
    command: (command: never) => makeCommand(aggregate, "command", command),
  };
  return trusted<never>(Object.assign(aggregate, makers));
};

type AnyDeclaration = {
  id: string;
  events: EventCatalog;
  rejections?: RejectionCatalog | undefined;
  initial: unknown;
  evolve: Readonly<Record<string, unknown>>;
  shapes?: Shapes | undefined;
};

function assertAggregate(name: string, state: StateValidator, options: AnyDeclaration): void {
  if (!/^[A-Z][A-Za-z0-9]{0,63}$/.test(name)) {
    throw new DeclarationError(
      `defineAggregate: "${name}" is not a valid aggregate name; use a singular noun in PascalCase, such as Order.`,
    );
  }
  const what = `defineAggregate("${name}")`;
  if (options.id === "meta" || !/^[a-z][A-Za-z0-9]{0,63}$/.test(options.id)) {
    throw new DeclarationError(
      `${what}: "${options.id}" is not a valid name for the id; use camelCase, such as orderId, and not "meta".`,
    );
  }
  assertEvolve(what, options);
  assertShapes(what, options.shapes ?? {});
  assertInitial(what, state, options.initial);
}

function assertEvolve(what: string, { events, evolve }: AnyDeclaration): void {
  for (const type of Object.keys(events)) {
    if (typeof evolve[type] !== "function") {
      throw new DeclarationError(`${what}: evolve has no function for ${type}.`);
    }
  }
  const unknown = Object.keys(evolve).find((type) => !Object.hasOwn(events, type));
  if (unknown !== undefined) {
    throw new DeclarationError(
      `${what}: evolve handles ${unknown}, which is not among its events.`,
    );
  }
}

function assertShapes(what: string, shapes: Shapes): void {
  for (const [shape, step] of Object.entries<unknown>(shapes)) {
    if (typeof step === "function" || step === "refold") continue;
    throw new DeclarationError(
      `${what}: the step from shape ${shape} must be a function or "refold".`,
    );
  }
}

function assertInitial(what: string, state: StateValidator, initial: unknown): void {
  try {
    validate(state, toStorable(initial, ""), { throw: true });
  } catch (error) {
    throw new DeclarationError(`${what}: initial does not fit the state: ${messageOf(error)}`);
  }
}
