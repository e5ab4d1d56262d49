import { inventory } from "./contexts/inventory";
import { productCatalogue } from "./contexts/inventory/projections/productCatalogue";
import { platform } from "./platform";

export const { addProduct, receiveStock, reserveStock, confirmReservation, releaseReservation } =
  platform.mutations(inventory);

export const batchInventory = platform.batch(inventory);

export const { get: getProduct, page: pageProducts } = platform.view(productCatalogue);
