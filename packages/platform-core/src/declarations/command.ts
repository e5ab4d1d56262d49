import type { GenericDataModel, GenericQueryCtx, StorageReader } from "convex/server";
import type { AsObjectValidator, Infer, PropertyValidators, VObject } from "convex/values";
import type { DeepReadonly, Frozen } from "../base/frozen.js";
import type { Mistake } from "../base/mistake.js";
import type { Actor } from "./actor.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { EventCatalog, EventOf } from "./defineEvents.js";
import type { RejectionCatalog } from "./defineRejections.js";

/** The fields of a command: a record of Convex validators, or one object validator (`fromZod` makes those too). */
export type CommandFields =
  PropertyValidators | VObject<Record<string, unknown>, PropertyValidators>;

export type FieldsOf<Fields extends CommandFields> = Infer<AsObjectValidator<Fields>>;

/** What `decide` receives beside state and command; everything in it is fixed before it runs. */
export type DecideContext<Data> = {
  /** Milliseconds since 1970: when the command happened (`meta.occurredAt`), else when it is executed. */
  readonly now: number;
  /** A new id, derived from the command id and a counter: a retry of the command makes the same ids. */
  readonly newId: () => string;
  readonly actor: Actor;
  /** What the command's `load` returned. */
  readonly data: DeepReadonly<Data>;
};

/** What `load` may use: reads only. */
export type LoadContext<DataModel extends GenericDataModel> = Pick<
  GenericQueryCtx<DataModel>,
  "db" | "auth" | "runQuery"
> & { storage: Pick<StorageReader, "getUrl"> };

/** `rate` commands per `period` (milliseconds), of which up to `capacity` (default: `rate`) may come at once. */
export type RateLimit = { rate: number; period: number; capacity?: number | undefined };

/** What `load` is told beside the command: the aggregate's state, and who sends the command. */
export type LoadTarget<State> = { readonly state: State; readonly actor: Actor };

/** Reads outside data before deciding. */
type Load<Host extends CommandHost, Fields extends CommandFields, Data> = (
  ctx: LoadContext<Host["dataModel"]>,
  args: CommandArgs<Host, Fields>,
  target: LoadTarget<Host["state"]>,
) => Promise<Data>;

/** What a decision of an aggregate may return: an event, several, or none (`[]`). */
type DecidedEvents<Host extends CommandHost> =
  EventOf<Host["events"]> | readonly EventOf<Host["events"]>[];

type Decide<Host extends CommandHost, Fields extends CommandFields, Data, Decided> = (
  state: Host["state"],
  args: CommandArgs<Host, Fields>,
  context: DecideContext<Data>,
) => Decided | DecidedEvents<Host>;

/** The functions of a command, under the keys that `Keys` lets pass; their parameters come from its other options. */
export type CommandFunctions<
  Host extends CommandHost,
  Fields extends CommandFields,
  Data,
  Decided,
> = {
  /** Outside data, read before deciding in the same transaction; arrives as `data`. */
  load: Load<Host, Fields, Data> | undefined;
  /** Pure and synchronous: the state and the command in; an event, several, or none (`[]`) out. */
  decide: Decide<Host, Fields, Data, Decided>;
};

/** How a command is declared; `State`, events and fields come from its aggregate. */
export type CommandOptions<
  Host extends CommandHost,
  Fields extends CommandFields,
  Data,
  Decided,
> = {
  /** The command's own fields; the aggregate adds its id. */
  args?: Fields | undefined;
  /** Who may send it; `false` is refused as FORBIDDEN and leaves no record. */
  authorise?: ((actor: Actor, args: CommandArgs<Host, Fields>) => boolean) | undefined;
  /** `true`: needs no signed-in actor. */
  open?: boolean | undefined;
  /** How often one caller may send it; beyond that it is refused as RATE_LIMITED. Needs `components.rateLimiter`. */
  rateLimit?: RateLimit | undefined;
  /** Outside data, read before deciding in the same transaction; arrives as `data`. */
  load?: ((...args: never) => Promise<Data>) | undefined;
  /** Pure and synchronous: the state and the command in; an event, several, or none (`[]`) out. */
  decide: (...args: never) => Decided;
};

/** What is wrong with what a decision returns; `never` for nothing. */
export type DecideMistake<Host extends CommandHost, Decided> = [Decided] extends [
  DecidedEvents<Host>,
]
  ? never
  : [Extract<Decided, PromiseLike<unknown>>] extends [never]
    ? [Extract<Decided, void>] extends [never]
      ? EventMistake<Host, TypeIn<Decided>>
      : "decide must return an event, a list of events, or []"
    : "decide must not be async: read outside data in load";

type TypeIn<Decided> = Decided extends readonly (infer Item)[]
  ? TypeIn<Item>
  : Decided extends { readonly type: infer Type extends string }
    ? Type
    : never;

type EventMistake<Host extends CommandHost, Type extends string> = [Type] extends [never]
  ? "decide must return events"
  : [Exclude<Type, keyof Host["events"]>] extends [never]
    ? `decide returns ${Type} with a wrong payload`
    : `${Exclude<Type, keyof Host["events"]>} is not an event of ${Host["name"]}`;

/** Where a decision is wrong: every option of a command but `decide`, so that the compiler points there. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- 2026-12-01: only an interface prints by its name
export interface CommandMistake<Message extends string> extends Mistake<Message> {
  args?: object | undefined;
  load?: object | undefined;
  authorise?: object | undefined;
  open?: boolean | undefined;
  rateLimit?: object | undefined;
  onMissing?: "decide" | undefined;
}

/** The types an aggregate lends to its commands. */
export type CommandHost = {
  name: string;
  /** Deeply readonly. */
  state: unknown;
  events: EventCatalog;
  rejections: RejectionCatalog;
  id: string;
  dataModel: GenericDataModel;
};

export type CommandArgs<Host extends CommandHost, Fields extends CommandFields> = Frozen<
  Expand<Record<Host["id"], string> & FieldsOf<Fields>>
>;

export type Expand<T> = { [Key in keyof T]: T[Key] } & {};

/** The types of a declared command: what it takes, yields, refuses with and loads. */
export type CommandTypes = {
  args: object;
  events: EventCatalog;
  rejections: RejectionCatalog;
  data: unknown;
};

/** A declared command. Its name is the key under which a bounded context lists it. */
export type Command<Types extends CommandTypes> = {
  readonly kind: "creation" | "command";
  readonly aggregate: AnyAggregate;
  /** All fields, the aggregate's id among them. */
  readonly args: VObject<Types["args"], PropertyValidators>;
  readonly open: boolean;
  readonly onMissing: "reject" | "decide";
  readonly hasLoad: boolean;
  readonly rateLimit: RateLimit | null;
  /** @internal phantom: carries the types of the outcome */
  readonly "~types"?: Types;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any command
export type AnyCommand = Command<any>;

/** The types of a declared command. */
export type TypesOf<C extends AnyCommand> = NonNullable<C["~types"]>;
