import { trusted } from "../boundary.js";
import type { ImportRequest } from "../transfer/parseImport.js";
import type { Transfer } from "../transfer/Transfer.js";
import { HttpRefusal, type Exchange } from "./Exchange.js";

type Answer = (exchange: Exchange, service: Transfer) => Promise<unknown>;

const answerByPath: Readonly<Record<string, Answer>> = {
  "/api/import/start_upload": async (_exchange, { imports }) => imports.startUpload(),
  "/api/import/upload_part": async (exchange, { imports }) => {
    const { searchParams } = exchange.url;
    const part = Number(searchParams.get("partNumber"));
    return imports.addPart(searchParams.get("uploadToken") ?? "", part, await exchange.body());
  },
  "/api/import/finish_upload": async (exchange, { imports }) => {
    const { import: request, uploadToken } = await exchange.json();
    return imports.finishUpload(String(uploadToken), trusted<ImportRequest>(request));
  },
  "/api/perform_import": async (exchange, { imports }) => {
    const { importId } = await exchange.json();
    await imports.perform(String(importId));
    return {};
  },
  "/api/export/request/zip": async ({ url }, service) => {
    await service.exports.request(url.searchParams.get("includeStorage") === "true");
    return {};
  },
};

const archivePattern = /^\/api\/export\/zip\/(\d+)$/;

/** Answers the endpoints of `convex import` and `convex export`; false for others. */
export async function answerTransfer(exchange: Exchange, service: Transfer): Promise<boolean> {
  const { pathname } = exchange.url;
  const ts = archivePattern.exec(pathname)?.[1];
  if (ts !== undefined) {
    const archive = service.exports.archive(ts);
    if (!archive)
      throw new HttpRefusal(
        404,
        "ExportNotFound",
        "export not found: only the newest one is kept; run convex export again",
      );
    exchange.sendHead(200, {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename=snapshot_${ts}.zip`,
    });
    exchange.response.end(archive);
    return true;
  }
  const answer = answerByPath[pathname];
  if (!answer) return false;
  exchange.send(200, await answer(exchange, service).catch(refused));
  return true;
}

function refused(error: unknown): never {
  if (error instanceof HttpRefusal) throw error;
  throw new HttpRefusal(400, "BadTransfer", trusted<Error>(error).message);
}
