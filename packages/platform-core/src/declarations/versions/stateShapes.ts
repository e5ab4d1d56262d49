import type { Upcaster } from "./upcaster.js";

/** How a stored state gets to the next shape: by a function, or by folding its events again. */
export type ShapeStep = Upcaster | "refold";

/** The steps of an aggregate's state, by the shape each starts from: 1, 2, … without a gap. */
export type Shapes = { readonly [shape: number]: ShapeStep };
