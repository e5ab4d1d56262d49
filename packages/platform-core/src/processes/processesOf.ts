import type { Process } from "../declarations/defineProcess.js";
import type { ListedTimer } from "../contract/timers.js";
import type { MutationContext } from "../base/untypedTables.js";
import type { Operator, OperatorContext } from "../consumers/operatorOf.js";
import type {
  InstancePage,
  InstanceStatus,
  ProcessInstance,
  ProcessStep,
} from "../contract/processes.js";
import type { Processes } from "./processConsumers.js";

/** Which instances of a process, and which page of them. */
export type InstanceQuery = {
  process: Process | string;
  status?: InstanceStatus | undefined;
  /** Whose instances (default: those of all tenants). */
  tenant?: string | undefined;
  /** At most 200 (default 50). */
  limit?: number | undefined;
  /** From the page before. */
  cursor?: number | null | undefined;
};

/** One instance of a process. */
export type InstanceKey = { process: Process | string; tenant?: string | undefined; key: string };

/** An instance with its steps in order, from the step after `after`. */
export type InspectedInstance = ProcessInstance & {
  steps: ProcessStep[];
};

/** What operators see of the instances of processes; offer it in queries that only they may call. */
export type ProcessReports = {
  /** The instances of a process, those that began last first. Live; one document of each. Throws UNDECLARED_CONSUMER. */
  list(ctx: OperatorContext, query: InstanceQuery): Promise<InstancePage>;
  /**
   * One instance, step by step: which event it handled, which commands it sent and how they ended, and its state after that. At most
   * 200 steps, after the step `after`. Live. `null` where none has begun under the key (tenant: default "").
   */
  get(
    ctx: OperatorContext,
    instance: InstanceKey & { after?: number | undefined },
  ): Promise<InspectedInstance | null>;
  /** The timers of a process that have not fired, those due first, first; at most 200 (default 50). Live. */
  timers(
    ctx: OperatorContext,
    query: { process: Process | string; limit?: number | undefined },
  ): Promise<ListedTimer[]>;
  /** Has a timer whose reaction failed tried again at once; returns whether there is one. */
  retryTimer(ctx: MutationContext, timer: InstanceKey & { name: string }): Promise<boolean>;
  /** How many events of a process were left out: no instance had begun, or it had ended. Live. */
  ignored(ctx: OperatorContext, process: Process | string): Promise<number>;
};

/** What a platform tells of its processes. */
export type PlatformProcesses = { processes: ProcessReports };

/** The part of a platform that tells of its processes. */
export function processesOf({
  processes,
  operator,
}: {
  processes: Processes;
  operator: Operator;
}): PlatformProcesses {
  const nameOf = (given: Process | string): string => {
    const found = processes.all.find(({ name, process }) => name === given || process === given);
    return found?.name ?? processes.named(typeof given === "string" ? given : "?").name;
  };
  return {
    processes: {
      list: async (ctx, { process, status, tenant, limit = 50, cursor = null }) =>
        await ctx.runQuery(operator.api().processes.list, {
          process: nameOf(process),
          ...(status !== undefined && { status }),
          ...(tenant !== undefined && { tenant }),
          limit,
          cursor,
        }),
      get: async (ctx, { process, tenant = "", key, after = 0 }) => {
        const { find, readSteps } = operator.api().processes;
        const instance = { process: nameOf(process), tenant, key };
        const found = await ctx.runQuery(find, instance);
        if (found === null) return null;
        const steps = await ctx.runQuery(readSteps, { ...instance, after, limit: 200 });
        return { ...found, steps };
      },
      timers: async (ctx, { process, limit = 50 }) =>
        await ctx.runQuery(operator.api().processes.listTimers, {
          process: nameOf(process),
          limit,
        }),
      retryTimer: async (ctx, { process, tenant = "", key, name }) =>
        await ctx.runMutation(operator.api().processes.retryTimer, {
          process: nameOf(process),
          ...{ tenant, key, name },
        }),
      ignored: async (ctx, process) =>
        await ctx.runQuery(operator.api().processes.ignored, { process: nameOf(process) }),
    },
  };
}
