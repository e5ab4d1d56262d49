import type { ClassifiedError } from "@convex-es/platform-core/client";

/** What a component knows of a read model; `value` is of one moment of the deployment. */
export type ReadModelState<Value> =
  /** Nothing has arrived yet, or it is being waited for: `value` is what there is meanwhile. */
  | { status: "loading"; value: Value | undefined; error: null }
  /** The value shows everything that was asked for. */
  | { status: "fresh"; value: Value; error: null }
  /** The value may lack what was asked for; it is replaced as soon as it does not. */
  | { status: "stale"; value: Value; error: null }
  /** A query failed, or the wait was over and `onTimeout` is `error`. */
  | { status: "error"; value: undefined; error: ClassifiedError };
