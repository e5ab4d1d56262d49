import type { GenericDataModel, GenericQueryCtx, StorageReader } from "convex/server";
import type { AsObjectValidator, Infer, PropertyValidators, VObject } from "convex/values";
import type { Actor } from "./actor.js";
import type { AnyAggregate } from "./defineAggregate.js";
import type { EventCatalog, EventOf } from "./defineEvents.js";
import type { RejectionCatalog } from "./defineRejections.js";

/** The fields of a command: a record of Convex validators, or one object validator (`fromZod` makes those too). */
export type CommandFields =
  PropertyValidators | VObject<Record<string, unknown>, PropertyValidators>;

export type FieldsOf<Fields extends CommandFields> = Infer<AsObjectValidator<Fields>>;

type Expand<T> = { [Key in keyof T]: T[Key] } & {};

/** What `decide` receives beside state and command; everything in it is fixed before it runs. */
export type DecideContext<Data> = {
  /** Milliseconds since 1970: when the command happened (`meta.occurredAt`), else when it is executed. */
  readonly now: number;
  /** A new id, derived from the command id and a counter: a retry of the command makes the same ids. */
  readonly newId: () => string;
  readonly actor: Actor;
  /** What the command's `load` returned. */
  readonly data: Data;
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

/** How a command is declared; `State`, events and fields come from its aggregate. */
export type CommandOptions<Host extends CommandHost, Fields extends CommandFields, Data> = {
  /** The command's own fields; the aggregate adds its id. */
  args?: Fields | undefined;
  /** Outside data, read before deciding in the same transaction; arrives as `data`. */
  load?:
    | ((
        ctx: LoadContext<Host["dataModel"]>,
        args: CommandArgs<Host, Fields>,
        target: LoadTarget<Host["state"]>,
      ) => Promise<Data>)
    | undefined;
  /** Who may send it; `false` is refused as FORBIDDEN and leaves no record. */
  authorise?: ((actor: Actor, args: CommandArgs<Host, Fields>) => boolean) | undefined;
  /** `true`: needs no signed-in actor. */
  open?: boolean | undefined;
  /** How often one caller may send it; beyond that it is refused as RATE_LIMITED. Needs `components.rateLimiter`. */
  rateLimit?: RateLimit | undefined;
  /** Pure and synchronous: the state and the command in; an event, several, or none (`[]`) out. */
  decide: (
    state: Host["state"],
    args: CommandArgs<Host, Fields>,
    context: DecideContext<Data>,
  ) => EventOf<Host["events"]> | readonly EventOf<Host["events"]>[];
};

/** The types an aggregate lends to its commands. */
export type CommandHost = {
  state: unknown;
  events: EventCatalog;
  rejections: RejectionCatalog;
  id: string;
  dataModel: GenericDataModel;
};

export type CommandArgs<Host extends CommandHost, Fields extends CommandFields> = Expand<
  Record<Host["id"], string> & FieldsOf<Fields>
>;

/** A declared command. Its name is the key under which a bounded context lists it. */
export type Command<Args, Events extends EventCatalog, Rejections extends RejectionCatalog> = {
  readonly kind: "creation" | "command";
  readonly aggregate: AnyAggregate;
  /** All fields, the aggregate's id among them. */
  readonly args: VObject<Args, PropertyValidators>;
  readonly open: boolean;
  readonly onMissing: "reject" | "decide";
  readonly hasLoad: boolean;
  readonly rateLimit: RateLimit | null;
  /** @internal phantom: carries the types of the outcome */
  readonly "~types"?: { args: Args; events: Events; rejections: Rejections };
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any command
export type AnyCommand = Command<any, any, any>;
