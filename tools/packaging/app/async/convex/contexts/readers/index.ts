import { defineBoundedContext } from "@convex-es/platform-core";
import { loansPerReader } from "./loansPerReader";

export const readers = defineBoundedContext("readers", {
  commands: {},
  projections: [loansPerReader],
});
