import { DevelopmentIssuer } from "../auth/DevelopmentIssuer.js";
import { DataFiles } from "../storage/DataFiles.js";
import { BytesInDirectory, BytesInMemory } from "../files/FileBytes.js";
import { FileStore } from "../files/FileStore.js";
import { Contents } from "../storage/Contents.js";
import { Log, type LogOptions } from "../storage/Log.js";

/** Everything a deployment keeps. */
export type Storage = {
  readonly data: DataFiles;
  readonly files: FileStore;
  readonly issuer: DevelopmentIssuer;
  readonly contents: Contents;
  readonly log: Log | null;
};

/** Opens what a data directory holds; `null` keeps nothing. */
export async function openStorage(
  directory: string | null,
  { fsync, warn }: Pick<LogOptions, "fsync" | "warn">,
): Promise<Storage> {
  const data = new DataFiles(directory);
  if (directory === null) {
    const contents = new Contents();
    const files = new FileStore(new BytesInMemory(), contents);
    return { data, files, issuer: DevelopmentIssuer.inMemory(), contents, log: null };
  }
  const { contents, log } = await Log.open({ directory, fsync, warn });
  const bytes = new BytesInDirectory(directory, fsync !== "never");
  const files = new FileStore(bytes, contents);
  return { data, files, issuer: DevelopmentIssuer.in(directory), contents, log };
}
