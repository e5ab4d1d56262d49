import { trusted } from "../boundary.js";
import { buffer } from "node:stream/consumers";
import { PassThrough, Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { fromBufferPromise, type Entry, type ZipFile as OpenedZip } from "yauzl";
import { ZipFile } from "yazl";
import { ImportRefused } from "./ImportRefused.js";

/** The files in an archive, by their paths. */
export type ZipEntries = ReadonlyMap<string, Buffer>;

/** A file to pack: its bytes, or a function that opens them when their turn comes. */
export type ZipContent = Buffer | (() => Readable);

/** Packs files into a zip archive, one after the other, each opened when its turn comes. */
export function writeZip(entries: Iterable<readonly [string, ZipContent]>): Readable {
  const zip = new ZipFile();
  // The library lets the errors of its inputs pass.
  const fail = (error: unknown) => void output.destroy(trusted<Error>(error));
  const output = zip.outputStream.pipe(new PassThrough());
  for (const [path, content] of entries) {
    const compress = !Buffer.isBuffer(content) || content.length > 0;
    zip.addReadStreamLazy(path, { compress }, (done) => {
      try {
        done(null, streamOf(content).once("error", fail));
      } catch (error) {
        fail(error);
      }
    });
  }
  zip.end();
  return output;
}

function streamOf(content: ZipContent): Readable {
  if (!Buffer.isBuffer(content)) return content();
  return Readable.from(content.length > 0 ? [content] : []);
}

/** Unpacks a zip archive, without its folders. Throws `ImportRefused` for a file that is damaged or not an archive. */
export async function readZip(archive: Buffer): Promise<ZipEntries> {
  const entries = new Map<string, Buffer>();
  try {
    const zip = await fromBufferPromise(archive);
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, await contentOf(zip, entry));
    }
  } catch (error) {
    throw new ImportRefused(`the zip archive cannot be read: ${trusted<Error>(error).message}`);
  }
  return entries;
}

async function contentOf(zip: OpenedZip, entry: Entry): Promise<Buffer> {
  const content = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(content) === entry.crc32) return content;
  throw new Error(`${entry.fileName} is damaged`);
}
