import { defineBoundedContext } from "@convex-es/platform-core";
import { addProduct } from "./commands/addProduct";
import { confirmReservation } from "./commands/confirmReservation";
import { receiveStock } from "./commands/receiveStock";
import { releaseReservation } from "./commands/releaseReservation";
import { reserveStock } from "./commands/reserveStock";
import { stockRelease } from "./processes/stockRelease";
import { productCatalogue } from "./projections/productCatalogue";

export const inventory = defineBoundedContext("inventory", {
  description: "Products, their stock, and what orders have reserved of it",
  commands: { addProduct, receiveStock, reserveStock, confirmReservation, releaseReservation },
  projections: [productCatalogue],
  processes: { stockRelease },
});
