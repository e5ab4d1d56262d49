import { trusted } from "../boundary.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { AnalysisOptions } from "../analysis/analysisOptions.ts";
import { deployEndpoints, sendJson } from "./deployEndpoints.ts";

/** Entry of the worker thread in which `startStandIn` serves; tells its parent the port, then every push and refusal. */
const handle = deployEndpoints({
  analysis: trusted<Partial<AnalysisOptions>>(workerData),
  onPush: (request, analysis) => parentPort?.postMessage({ kind: "push", request, analysis }),
  onRefusal: (problems) => parentPort?.postMessage({ kind: "refusal", problems }),
});
// A promise that a module drops at import time must not take the server down.
process.on("unhandledRejection", (reason) => {
  process.stderr.write(`At import time: ${inspect(reason)}\n`);
});
const server = createServer((request, response) => {
  void handle(request, response).then((known) => {
    if (known) return;
    sendJson(response, 404, { code: "NotFound", message: `${request.url} is not served offline` });
  });
});
server.listen(0, "127.0.0.1", () => {
  parentPort?.postMessage({ kind: "listening", port: trusted<AddressInfo>(server.address()).port });
});
