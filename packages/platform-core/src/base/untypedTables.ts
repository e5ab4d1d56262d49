import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  GenericDocument,
  GenericMutationCtx,
  IndexRangeBuilder,
} from "convex/server";
import type { GenericId } from "convex/values";

// Tables are named at run time here: the one place where the types of the app's data model are forgotten.

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyDataModel = any;
export type MutationContext = GenericMutationCtx<AnyDataModel>;
export type AnyReader = GenericDatabaseReader<AnyDataModel>;
export type AnyWriter = GenericDatabaseWriter<AnyDataModel>;

/** A document of a table that is named at run time. */
export type AnyDocument = Record<string, unknown> & { _id: GenericId<string> };

/** A range over an index that is named at run time. */
export type AnyRange = IndexRangeBuilder<
  GenericDocument,
  [string, string, string, string, string, string, string, string]
>;
