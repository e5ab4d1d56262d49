import { trusted } from "../contract/boundary.js";
import { vPosition } from "@convex-es/platform-base";
import { v, type GenericValidator } from "convex/values";
import type { AnyCommand, TypesOf } from "./command.js";
import {
  builtInRejections,
  type BuiltInRejections,
  type DetailsOf,
  type RejectionCatalog,
} from "./defineRejections.js";
import { refusalCodes, type RefusalCode, type RefusalDetails } from "./refusalCodes.js";
import type { EventCatalog } from "./defineEvents.js";

/** The place of an event in the one order of all events, once it is committed: commit time, ordinal within the commit, store. */
export type Position = {
  readonly commitTs: bigint;
  readonly ordinal: number;
  readonly store: string;
};

/** The command ran: its events and the new state are committed. */
export type Executed<EventType extends string = string> = {
  status: "executed";
  commandId: string;
  /** Version of the aggregate after the command. */
  version: number;
  /** Position of the last event, the read-your-writes token; `null` when the command changed nothing. */
  position: Position | null;
  events: { id: string; type: EventType; version: number }[];
};

/** A business rule said no: recorded under the command id, nothing else written. */
export type Rejected<Code extends string = string, Details = unknown> = {
  status: "rejected";
  commandId: string;
  code: Code;
  message: string;
  details: Details;
};

type RefusedAs<Code extends RefusalCode> = {
  status: "refused";
  code: Code;
  message: string;
  details: RefusalDetails[Code];
};

/** The command was not let in: nothing is recorded as its outcome and its id stays free. */
export type Refused = { [Code in RefusalCode]: RefusedAs<Code> }[RefusalCode];

type RejectedBy<Rejections extends RejectionCatalog> = {
  [Code in keyof Rejections & string]: Rejected<Code, DetailsOf<Rejections[Code]>>;
}[keyof Rejections & string];

/** Every way a command of these events and rejections can end; infrastructure errors are thrown instead. */
export type Outcome<
  Events extends EventCatalog = EventCatalog,
  Rejections extends RejectionCatalog = Record<never, never>,
> =
  | Executed<keyof Events & string>
  | RejectedBy<Rejections>
  | RejectedBy<BuiltInRejections>
  | Refused;

/** The outcome type of a declared command. */
export type OutcomeOf<C extends AnyCommand> = Outcome<
  TypesOf<C>["events"],
  TypesOf<C>["rejections"]
>;

/** The fields a command's caller passes, without `meta`. */
export type ArgsOf<C extends AnyCommand> = TypesOf<C>["args"];

/** Any outcome, its literals forgotten: what the runtime handles. */
export type AnyOutcome = Executed | Rejected | Refused;

/** The validator of one of several values. */
export const unionOf = (members: GenericValidator[]): GenericValidator =>
  members.length === 1
    ? trusted<GenericValidator>(members[0])
    : v.union(...trusted<never[]>(members));

/** The validator of a refusal. */
export const vRefused = v.object({
  status: v.literal("refused"),
  code: v.union(...refusalCodes.map((code) => v.literal(code))),
  message: v.string(),
  details: v.any(),
});

/** The `returns` validator of a command's mutation: its events and codes as literals. */
export function vOutcomeOf(command: AnyCommand): GenericValidator {
  const types = Object.keys(command.aggregate.events).map((type) => v.literal(type));
  const rejected = (code: string, details: GenericValidator) =>
    v.object({
      status: v.literal("rejected"),
      commandId: v.string(),
      code: v.literal(code),
      message: v.string(),
      details: trusted<never>(details),
    });
  const rejections = { ...command.aggregate.rejections, ...builtInRejections };
  return v.union(
    v.object({
      status: v.literal("executed"),
      commandId: v.string(),
      version: v.number(),
      position: v.union(v.null(), vPosition),
      events: v.array(
        v.object({ id: v.string(), type: trusted<never>(unionOf(types)), version: v.number() }),
      ),
    }),
    ...Object.values(rejections).map(({ code, details }) => rejected(code, details)),
    vRefused,
  );
}

/** A refusal, ready to return. */
export const refused = <Code extends RefusalCode>(
  code: Code,
  message: string,
  details: RefusalDetails[Code],
): Refused => trusted<Refused>({ status: "refused", code, message, details });
