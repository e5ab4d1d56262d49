/**
 * The floors of each package's sources, from the ground up: a folder imports from itself and from what lies below, never from
 * above. A folder inside another stands where its longest name in the list says; files directly in `src` are the package's
 * entries and see everything. docs/decisions/0015 says why, and where a new thing belongs.
 * @type {Record<string, string[]>}
 */
export const floors = {
  "packages/platform-core/src": [
    "base",
    "logging",
    "contract",
    "declarations/versions",
    "declarations",
    "upcast",
    // The component: what runs in its sandbox.
    "server/base",
    "server/tables",
    "server/letters",
    "server/pages",
    "server/builds",
    "server/loop",
    "server/status",
    "component",
    // The app.
    "wiring",
    "states",
    "readModels",
    "commands",
    "commands/middleware",
    "commands/batch",
    "consumers",
    "client",
    "readSide",
    "asyncDelivery",
    "letters",
    "rebuilds",
    "status",
    "tracing",
    "operations",
    "platform",
  ],
  "packages/platform-store/src": ["contract", "server", "component", "client"],
  "packages/platform-bus/src": ["contract", "server", "component", "client"],
};
