// 'ordrId' does not exist in type
import { sendCommand, type CommandSender } from "../../src/client.js";
import { api } from "./api.js";

export const send = (client: CommandSender) =>
  sendCommand(client, { mutation: api.orders.submitOrder, args: { ordrId: "o" } });
