import { infrastructureError, type InfrastructureErrorData } from "@convex-es/platform-base";

/** Every code this package throws with. */
export type StoreErrorCode =
  | "EMPTY_APPEND"
  | "DUPLICATE_STREAM"
  | "TOO_MANY_EVENTS"
  | "TOO_MANY_ASSERTS"
  | "TOO_MANY_TAGS"
  | "ID_INVALID"
  | "ID_TOO_LONG"
  | "EVENT_ID_INVALID"
  | "DUPLICATE_EVENT_ID"
  | "CURSOR_INVALID"
  | "CURSOR_FOREIGN"
  | "STORES_INVALID"
  | "NUMBER_INVALID"
  | "NOT_STORABLE"
  | "VALUE_TOO_LARGE"
  | "VALUE_TOO_DEEP"
  | "ARRAY_TOO_LONG"
  | "TOO_MANY_FIELDS"
  | "APPEND_TOO_LARGE"
  | "DOCUMENT_TOO_LARGE";

type Place = Pick<InfrastructureErrorData, "path" | "limit" | "actual">;

/** What `error.data` holds; the data crosses a component boundary, the error's class does not. */
export type StoreErrorData = Place & {
  kind: "infrastructure";
  code: StoreErrorCode;
  message: string;
  retryable: false;
};

/** What is wrong with an argument: the code and message of an error, the path, and the limit it breaks. */
export type Fault = { code: StoreErrorCode; message: string; path: string } & Place;

/** An error of this package: thrown before anything is written, never worth a retry with the same input. */
export const storeError = (fault: Fault) => infrastructureError({ ...fault, retryable: false });

/** Throws the error of a fault, if there is one. */
export function refuse(fault: Fault | null): void {
  if (fault !== null) throw storeError(fault);
}
