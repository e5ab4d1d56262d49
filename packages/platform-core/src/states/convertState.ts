import { trusted } from "../contract/boundary.js";
import type { State } from "@convex-es/platform-store";
import { checkedCopy } from "../base/checkedCopy.js";
import { deepFreeze } from "../base/deepFreeze.js";
import type { AnyAggregate } from "../declarations/defineAggregate.js";
import {
  asInfrastructureError,
  infrastructureError,
  messageOf,
} from "../base/infrastructureError.js";
import { validate } from "convex-helpers/validators";
import { synchronous } from "../base/synchronous.js";
import type { StoredFields, Upcaster } from "../declarations/versions/upcaster.js";

/**
 * A stored state in the aggregate's present shape, or `null` when it has to be folded from the events. One that has the present
 * shape comes back as it is; one of a newer shape throws STATE_FROM_THE_FUTURE.
 */
export function convertState(
  aggregate: AnyAggregate,
  { shape, value }: State,
): { state: unknown } | null {
  if (shape === aggregate.shape) return { state: checkedState(aggregate, value) };
  if (shape > aggregate.shape) {
    throw infrastructureError(
      "STATE_FROM_THE_FUTURE",
      `A state of ${aggregate.name} is stored in shape ${shape}, this code knows shapes up to ${aggregate.shape}: deploy the code that wrote it.`,
    );
  }
  const steps = aggregate.shapes.slice(Math.max(shape, 1) - 1);
  const upcasters = steps.filter((step) => step !== "refold");
  if (shape < 1 || upcasters.length < steps.length) return null;
  return { state: converted(aggregate, { shape, value }, upcasters) };
}

/** A state that was stored in the present shape; throws INVALID_STATE where the declaration has changed without the shape. */
function checkedState(aggregate: AnyAggregate, value: unknown): unknown {
  if (validate(aggregate.stateValidator, value)) return value;
  const { name, shape } = aggregate;
  try {
    validate(aggregate.stateValidator, value, { throw: true });
  } catch (error) {
    throw infrastructureError(
      "INVALID_STATE",
      `A stored state of ${name} is of shape ${shape}, as the code's, but does not fit it: ${messageOf(error)}. Raise the shape: give shapes a conversion from ${shape}, or "refold".`,
    );
  }
  return value;
}

function converted(
  aggregate: AnyAggregate,
  { shape, value }: { shape: number; value: unknown },
  upcasters: readonly Upcaster[],
): unknown {
  const what = `The conversion of ${aggregate.name} from shape ${shape} to ${aggregate.shape}`;
  try {
    const state = upcasters.reduce<unknown>(
      (before, upcaster) => synchronous(upcaster(trusted<StoredFields>(deepFreeze(before)))),
      value,
    );
    const blame = { code: "STATE_UPCAST_FAILED", what } as const;
    return checkedCopy(state, aggregate.stateValidator, blame);
  } catch (error) {
    throw asInfrastructureError(error, "STATE_UPCAST_FAILED", what);
  }
}
