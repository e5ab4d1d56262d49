import { trusted } from "../boundary.js";
import { pipeline } from "node:stream/promises";
import type { Deployment } from "../deployment/Deployment.js";
import type { ByteRange } from "../files/FileBytes.js";
import type { FileLinks } from "../files/FileLinks.js";
import type { FileStore } from "../files/FileStore.js";
import { HttpRefusal, type Exchange } from "./Exchange.js";

/** What uploads and downloads need. */
export type StorageService = {
  readonly deployment: Deployment;
  readonly files: FileStore;
  readonly links: FileLinks;
};

/** Answers `POST /api/storage/upload?token=…` and `GET /api/storage/…`; false for others' paths. */
export async function answerStorage(exchange: Exchange, service: StorageService): Promise<boolean> {
  const { pathname } = exchange.url;
  if (!pathname.startsWith("/api/storage/")) return false;
  if (pathname === "/api/storage/upload") await upload(exchange, service);
  else await download(exchange, service);
  return true;
}

async function upload(exchange: Exchange, { deployment, links }: StorageService): Promise<void> {
  const component = links.readUpload(exchange.url);
  if (component === null) {
    throw new HttpRefusal(
      401,
      "StorageTokenInvalid",
      "the upload URL is invalid or has expired; generate a new one",
    );
  }
  if (exchange.request.method !== "POST") {
    throw new HttpRefusal(405, "MethodNotAllowed", "upload a file with POST");
  }
  const sha256 = /^sha-256=(.+)$/i.exec(exchange.header("digest") ?? "")?.[1];
  const type = exchange.header("content-type") ?? "";
  const source = { type, stream: () => exchange.request };
  const stored = deployment.storeFile(component, { source, sha256 });
  const storageId = await stored.catch((error: unknown) => {
    throw new HttpRefusal(400, "BadUpload", trusted<Error>(error).message);
  });
  exchange.send(200, { storageId });
}

async function download(exchange: Exchange, service: StorageService): Promise<void> {
  const { method } = exchange.request;
  const address = service.links.read(exchange.url);
  const row = address && service.deployment.contents.document(address.component, address.id);
  if (!row || (method !== "GET" && method !== "HEAD")) {
    throw new HttpRefusal(404, "FileNotFound", "file not found");
  }
  const size = trusted<number>(row["size"]);
  const range = rangeOf(exchange.header("range"), size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  exchange.sendHead(range ? 206 : 200, {
    "content-type": trusted<string | undefined>(row["contentType"]) ?? "application/octet-stream",
    "content-length": String(end - start + 1),
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=2592000",
    digest: `sha-256=${trusted<string>(row["sha256"])}`,
    ...(range && { "content-range": `bytes ${start}-${end}/${size}` }),
  });
  if (method === "HEAD" || size === 0) return void exchange.response.end();
  await pipeline(service.files.read(row, { start, end }), exchange.response);
}

/** The stretch that a `Range` header asks for; null for all of it. Throws 416 when the file has no such bytes. */
function rangeOf(header: string | undefined, size: number): ByteRange | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return null;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (start <= end) return { start, end };
  throw new HttpRefusal(416, "RangeNotSatisfiable", `The file has ${size} bytes`);
}
