import type { FileHost } from "@convex-es/platform-testing/engine";
import type { FileLinks } from "./FileLinks.js";
import type { FileStore } from "./FileStore.js";

/** Where an engine finds the files of a deployment. */
export function fileHost(files: FileStore, links: FileLinks): FileHost {
  return {
    keep: (source, refer) => files.keep(source, refer),
    read: (row) => files.blob(row),
    url: (component, id) => links.of({ component, id }),
    uploadUrl: (component) => links.forUpload(component),
  };
}
