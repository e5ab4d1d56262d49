import { trusted } from "../boundary.js";
import type { JSONValue } from "convex/values";
import { convexToJson } from "convex/values";
import { kindOf } from "../realm/exportedFunction.js";
import { documentsOf, tableNames, type SystemView } from "../system/systemQueries.js";
import type { Exchange } from "./Exchange.js";

/** What the pages show. */
export type DashboardView = SystemView;

const mostRows = 100;

/** Answers `/` and `/table` with pages that show tables and functions, and change nothing; false for other paths. */
export function answerDashboard(exchange: Exchange, view: DashboardView): boolean {
  const { pathname, searchParams } = exchange.url;
  const isPage = exchange.request.method === "GET" && ["/", "/table"].includes(pathname);
  if (!isPage) return false;
  const page =
    pathname === "/"
      ? overview(view)
      : table(view, searchParams.get("component") ?? "", searchParams.get("name") ?? "");
  exchange.sendText(200, "text/html; charset=utf-8", document(page));
  return true;
}

function overview(view: DashboardView): string {
  const app = view.running();
  if (!app) return "<p>No app has been pushed yet: run <code>npx convex dev</code>.</p>";
  return app.installed.map(({ path }) => component(view, path)).join("");
}

function component(view: DashboardView, path: string): string {
  const tables = tableNames(view, path).map((name) => {
    const count = documentsOf(view.contents, path, name).length;
    const link = `/table?component=${encodeURIComponent(path)}&name=${encodeURIComponent(name)}`;
    return `<tr><td><a href="${escaped(link)}">${escaped(name)}</a></td><td>${count}</td></tr>`;
  });
  const { functions } = view.running()?.components.get(path) ?? {};
  const rows = [...(functions ?? [])].map(([name, exported]) => {
    const visibility = exported.isPublic ? "public" : "internal";
    return `<tr><td>${escaped(name)}</td><td>${kindOf(exported)}</td><td>${visibility}</td></tr>`;
  });
  return [
    `<h2>${escaped(path || "app")}</h2>`,
    `<table><tr><th>table</th><th>documents</th></tr>${tables.join("")}</table>`,
    `<details><summary>${rows.length} functions</summary><table>${rows.join("")}</table></details>`,
  ].join("");
}

function table(view: DashboardView, path: string, name: string): string {
  const documents = documentsOf(view.contents, path, name);
  const rows = documents.slice(-mostRows).reverse();
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: JSONValue | undefined) =>
    `<td>${value === undefined ? "" : escaped(JSON.stringify(value))}</td>`;
  const lines = rows.map((row) => {
    const json = trusted<Record<string, JSONValue>>(convexToJson(row));
    return `<tr>${fields.map((field) => cell(json[field])).join("")}</tr>`;
  });
  const head = fields.map((field) => `<th>${escaped(field)}</th>`).join("");
  return [
    `<p><a href="/">all tables</a></p><h2>${escaped(`${path || "app"} / ${name}`)}</h2>`,
    `<p>${rows.length} of ${documents.length} documents, newest first</p>`,
    `<table><tr>${head}</tr>${lines.join("")}</table>`,
  ].join("");
}

const entityByCharacter: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => entityByCharacter[char] ?? "");

const document = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Embedded deployment</title><link rel="icon" href="data:,">
<style>body{font:14px system-ui;margin:2rem;max-width:80rem}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
td{font-family:ui-monospace,monospace;font-size:12px}h2{margin-top:2rem}</style></head><body>${body}</body></html>`;
