/**
 * The floors of each package's sources, from the ground up: a folder imports from itself and from what lies below, never from
 * above. A folder inside another stands where its longest name in the list says; files directly in `src` are the package's
 * entries and see everything. Wings stand side by side on the ground: no folder imports from another wing. docs/decisions/0015
 * says why, and where a new thing belongs.
 * @typedef {{ ground: string[], wings: Record<string, string[]> }} House
 * @type {Record<string, House>}
 */
export const floors = {
  "packages/convex-push/src": {
    ground: ["protocol", "bundle", "checks", "analysis", "endpoints"],
    wings: {},
  },
  "packages/platform-testing/src": {
    ground: [
      "engine/documents",
      "engine/frame",
      "engine/mirror",
      "engine/recorder",
      "engine/race",
      "engine",
      "node",
      "specification",
      "cucumber",
      "samples",
    ],
    wings: {},
  },
  "packages/platform-embedded/src": {
    ground: [
      "realm",
      "storage",
      "files",
      "auth",
      "crons",
      // The app on its engine, without protocols.
      "deployment",
      "transfer",
      "system",
      "sync",
      "http",
      // All of it, put together and listening.
      "host",
      "cli",
    ],
    wings: {},
  },
  "packages/platform-core/src": {
    // What the app and its component ask of each other.
    ground: ["contract"],
    wings: {
      // What runs in the component's sandbox.
      component: [
        "server/base",
        "server/tables",
        "server/letters",
        "server/pages",
        "server/builds",
        "server/processes",
        "server/claims",
        "server/loop",
        "server/status",
        "component",
      ],
      app: [
        "base",
        "logging",
        "declarations/versions",
        "declarations",
        "upcast",
        "wiring",
        "states",
        "consumers",
        "readModels",
        "commands",
        "commands/middleware",
        "commands/batch",
        "client",
        "readSide",
        "asyncDelivery",
        "letters",
        "processes",
        "claims",
        "rebuilds",
        "status",
        "tracing",
        "operations",
        "platform",
      ],
    },
  },
  "packages/platform-store/src": {
    ground: ["contract", "server", "component", "client"],
    wings: {},
  },
  "packages/platform-bus/src": {
    ground: ["contract"],
    wings: { component: ["server", "component"], app: ["client"] },
  },
};
