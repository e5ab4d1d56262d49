import type { Document } from "./document.js";
import type { Frame } from "./frame.js";
import type { Page, PageRequest, SerializedQuery } from "./serializedQuery.js";
import type { Write } from "./write.js";

export interface Mirror {
  refresh(component: string): Promise<void>;
  apply(writes: readonly Write[]): void;
  rows(frame: Frame, query: SerializedQuery): Iterator<Document> | null;
  page(frame: Frame, request: PageRequest): Page | null;
  json(document: Document): string;
}
