import { trusted } from "../../boundary.js";
/** The global `Convex`: the seam between the npm package `convex` and whatever backend runs the functions. */
export type ConvexGlobal = {
  syscall(op: string, json: string): string;
  asyncSyscall(op: string, json: string): Promise<string>;
  jsSyscall(op: string, args: Record<string, unknown>): unknown;
};

/** An asynchronous syscall made by a function in a frame. */
export type AsyncSyscall = {
  op: string;
  json: string;
  /** convex-test's own implementation. */
  base: ConvexGlobal;
};

const holder = trusted<{ Convex: ConvexGlobal }>(globalThis);

/** The seam as it is now. */
export const currentSeam = (): ConvexGlobal => holder.Convex;

/** Puts another implementation in its place. */
export function replaceSeam(seam: ConvexGlobal): void {
  holder.Convex = seam;
}
