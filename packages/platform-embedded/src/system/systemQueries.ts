import { trusted } from "../boundary.js";
import { type Value } from "convex/values";
import type { Document } from "@convex-es/platform-testing/engine";
import type { FunctionCall } from "../deployment/FunctionCall.js";
import { CallRefused } from "../deployment/functionError.js";
import type { RunningApp } from "../deployment/RunningApp.js";
import { kindOf } from "../realm/exportedFunction.js";
import type { Contents } from "../storage/Contents.js";
import { tableOf } from "../storage/ids.js";
import type { Transfer } from "../transfer/Transfer.js";

/** What the queries of the official CLI are answered from. */
export type SystemView = {
  readonly contents: Contents;
  readonly env: Readonly<Record<string, string>>;
  readonly url: () => string;
  readonly transfer: () => Transfer;
  running(): RunningApp | null;
};

type Args = Record<string, Value>;
type SystemQuery = (view: SystemView, args: Args, component: string) => Value;

const queryByPath: Readonly<Record<string, SystemQuery>> = {
  "_system/cli/queryEnvironmentVariables": ({ env }) =>
    Object.entries(env).map(([name, value]) => ({ name, value })),
  "_system/cli/queryEnvironmentVariables:get": ({ env }, { name }) => {
    const value = env[trusted<string>(name)];
    return value === undefined ? null : { name: trusted<string>(name), value };
  },
  "_system/cli/tables": (view, _args, component) =>
    onePage(tableNames(view, component).map((name) => ({ name }))),
  "_system/cli/tableData": tableData,
  "_system/cli/queryTable": (view, { tableName }, component) =>
    documentsOf(view.contents, component, trusted<string>(tableName)).slice(0, 1),
  "_system/cli/tableSize": (view, { tableName }, component) =>
    documentsOf(view.contents, component, trusted<string>(tableName)).length,
  "_system/cli/queryImport:list": () => [],
  "_system/cli/queryImport": ({ transfer }, { importId }) =>
    transfer().imports.state(trusted<string>(importId)),
  "_system/cli/exports:getLatest": ({ transfer }) => transfer().exports.state,
  "_system/cli/convexUrl:cloudUrl": ({ url }) => url(),
  "_system/cli/convexUrl:siteUrl": ({ url }) => url(),
  "_system/cli/modules:apiSpec": (view, _args, component) => apiSpec(view.running(), component),
  "_system/frontend/components:list": (view) =>
    (view.running()?.installed ?? []).map(({ path }) => ({
      id: path,
      name: path.split("/").at(-1) || null,
      path,
      state: "active",
    })),
};

/** Says whether a path names a query of the system, which only the admin may ask. */
export const isSystemQuery = (path: string): boolean => path.startsWith("_system/");

/** Answers a query that the official CLI asks beside the app's own. Throws `CallRefused` for those it does not know. */
export function answerSystemQuery(view: SystemView, call: FunctionCall): Value {
  const query = queryByPath[call.path] ?? queryByPath[call.path.replace(/:default$/, "")];
  if (!call.caller.isAdmin) throw new CallRefused(`${call.path} needs the admin key`);
  if (!query) throw new CallRefused(`${call.path} is not supported by the embedded deployment`);
  return query(view, call.args, call.component ?? "");
}

function tableData(view: SystemView, args: Args, component: string): Value {
  const { table, order, paginationOpts } = trusted<{
    table: string;
    order: string;
    paginationOpts: { cursor: string | null; numItems: number };
  }>(args);
  const { cursor, numItems } = paginationOpts;
  const documents = documentsOf(view.contents, component, table);
  if (order !== "asc") documents.reverse();
  const from = Number(cursor ?? 0);
  const page = documents.slice(from, from + numItems);
  const end = from + page.length;
  return { page, isDone: end >= documents.length, continueCursor: String(end) };
}

/** The documents of one table, oldest first. */
export function documentsOf(contents: Contents, component: string, table: string): Document[] {
  const all = [...contents.of(component).documents].filter(({ _id }) => tableOf(_id) === table);
  return all.sort((a, b) => a._creationTime - b._creationTime);
}

/** The tables of a component that the schema declares or that hold something. */
export function tableNames(view: SystemView, component: string): string[] {
  const schema = view.running()?.components.get(component)?.source.schema;
  const names = new Set(Object.keys(schema?.tables ?? {}));
  for (const { _id } of view.contents.of(component).documents) names.add(tableOf(_id));
  return [...names].filter((name) => !name.startsWith("_")).sort();
}

const onePage = (page: Value[]): Value => ({ page, isDone: true, continueCursor: "" });

function apiSpec(app: RunningApp | null, component: string): Value {
  const { functions } = app?.components.get(component) ?? {};
  return [...(functions ?? [])].map(([name, exported]) => {
    const kind = kindOf(exported);
    return {
      functionType: `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      identifier: name.replace(":", ".js:"),
      visibility: { kind: exported.isPublic ? "public" : "internal" },
      args: trusted<Value>(JSON.parse(exported.exportArgs())),
      returns: trusted<Value>(JSON.parse(exported.exportReturns())),
    };
  });
}
