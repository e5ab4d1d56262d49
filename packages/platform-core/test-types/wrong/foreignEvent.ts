// ShipmentBooked is not an event of Order
import { Order, shipmentEvents } from "../shop.js";

Order.command({
  decide: () => {
    return shipmentEvents.ShipmentBooked({ shipmentId: "s" });
  },
});
