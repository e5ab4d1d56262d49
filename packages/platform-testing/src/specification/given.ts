import { trusted } from "../boundary.js";
import type { AnyCommand, ArgsOf } from "@convex-es/platform-core/internal";
import type {
  Actor,
  DecideContext,
  DomainEvent,
  EventOf,
  OutcomeOf,
  Projection,
  ReadModelName,
  RowOf,
} from "@convex-es/platform-core";
import type { Effect, Process } from "@convex-es/platform-core/processes";
import type { GenericDataModel } from "convex/server";
import { checkReaction } from "./checkReaction.js";
import { assertEventList, assertList } from "./assertEqual.js";
import { ended, opened, whenAwaited } from "./openSpecifications.js";
import { pureTarget } from "./pureTarget.js";
import { configuredTarget } from "./specifyOn.js";
import type { DecisionSpecification, Expected } from "./target.js";

/** What a decision sees beside state and command; everything has a fixed default, so that a specification repeats. */
export type WhenOptions<Data = unknown> = {
  /** Milliseconds since 1970 (default 2026-01-01T00:00Z). */
  now?: number | undefined;
  actor?: Actor | undefined;
  commandId?: string | undefined;
  expectedVersion?: number | undefined;
  /** What the command's `load` returns (default `null`); only in pure specifications, on components `load` runs. */
  data?: Data | undefined;
};

type EventsOf<C extends AnyCommand> = EventOf<NonNullable<C["~types"]>["events"]>;
type DataOf<C extends AnyCommand> = DecideContext<NonNullable<C["~types"]>["data"]>["data"];
type CodeOf<C extends AnyCommand> = Extract<OutcomeOf<C>, { status: "rejected" }>["code"];

/** A specification that has its command and lacks its ending: `then` or `rejects`. */
export type When<C extends AnyCommand> = {
  /** The command is executed and yields exactly these events (`[]`: none). Takes an array only. */
  then(events: readonly EventsOf<C>[]): Promise<void>;
  /** The command is rejected with the code (and, when given, these details), or refused as FORBIDDEN by its `authorise`; it changes nothing. */
  rejects(code: CodeOf<C> | "FORBIDDEN", details?: unknown): Promise<void>;
};

/** A specification that has its process and the event it is given, and lacks its ending. */
export type WhenProcess = {
  /**
   * The process asks for exactly this, in order: commands made with `send`, `complete`, `fail` (`[]`: nothing). What follows a rejection
   * is not compared. Checks the reaction, which is pure, also where specifications run on components.
   */
  sends(effects: readonly Effect[]): Promise<void>;
};

/** A specification that has its history. */
export type Given = {
  /** A process is given an event after the others; those of the same instance count. Must be ended with `sends`. */
  when(process: Process, event: DomainEvent): WhenProcess;
  /** A command is sent; what is returned says how it ends, and must be ended with `then` or `rejects`. */
  when<C extends AnyCommand>(
    command: C,
    args: ArgsOf<C>,
    options?: WhenOptions<DataOf<C>>,
  ): When<C>;
  /**
   * The events lead to this row (`null`: to none); only the fields given are compared. `key` names it among several. Pure
   * specifications take the events as recorded in a context and stream type that the read model's `where` lets pass.
   */
  projects<DataModel extends GenericDataModel, Table extends ReadModelName<DataModel>>(
    projection: Projection<DataModel, Table>,
    row: NoInfer<Partial<RowOf<DataModel, Table>>> | null,
    options?: { key?: string | undefined },
  ): Promise<void>;
};

/**
 * Starts a specification: given these events, when a command is sent, then these events (or a rejection) follow; or the
 * events project to a row. Pure by default: checked at once, in microseconds. The same file runs on the real components
 * where the project's set-up file calls `specifyOn`.
 *
 * @example
 * await given([OrderCreated({ orderId, customerId })]).when(submitOrder, { orderId }).rejects("ORDER_EMPTY");
 */
export function given(events: readonly DomainEvent[]): Given {
  const target = configuredTarget() ?? pureTarget;
  const specification = opened();
  const whenProcess = (process: Process, event: DomainEvent): WhenProcess => ({
    sends: (expected) => {
      ended(specification);
      const check = () => {
        checkReaction({ events, process, event, expected: assertList(expected) });
        return Promise.resolve();
      };
      return whenAwaited(check());
    },
  });
  const whenCommand = <C extends AnyCommand>(
    command: C,
    args: ArgsOf<C>,
    options: WhenOptions<DataOf<C>> = {},
  ): When<C> => {
    const ending = async (expected: Expected): Promise<void> => {
      const decision: DecisionSpecification = { events, command, args, options, expected };
      await target.checkDecision(decision);
    };
    return {
      then: (expected) => {
        ended(specification);
        return whenAwaited(ending({ kind: "events", events: assertEventList(expected) }));
      },
      rejects: (code, details) => {
        ended(specification);
        return whenAwaited(ending({ kind: "rejection", code, details }));
      },
    };
  };
  return {
    when: (subject: AnyCommand | Process, ...rest: unknown[]) => {
      const [subjectInput, options] = trusted<[never, never]>(rest);
      const isProcess = "handles" in subject;
      return trusted<never>(
        isProcess
          ? whenProcess(subject, subjectInput)
          : whenCommand(subject, subjectInput, options),
      );
    },
    projects: (projection, row, options) => {
      ended(specification);
      const expected = trusted<Record<string, unknown> | null>(row);
      const check = async () =>
        await target.checkRow({ events, projection, row: expected, key: options?.key });
      return whenAwaited(check());
    },
  };
}
