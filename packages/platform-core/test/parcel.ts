import { v } from "convex/values";
import {
  createPlatform,
  defineAggregate,
  defineBoundedContext,
  defineEvents,
} from "../src/index.js";
import { addField, mergeEvents, pipe, renameField, splitEvent, splitField } from "../src/upcast.js";
import { components } from "./platform.js";

// A context with a past: every way in which an event or a state can have changed, once.

export const parcelEvents = defineEvents(
  {
    ParcelSent: { parcelId: v.string(), grams: v.number(), to: v.string() },
    LabelPrinted: { parcelId: v.string(), code: v.string() },
    ParcelHandedOver: { parcelId: v.string(), by: v.string(), place: v.string() },
  },
  {
    tags: { to: "city" },
    upcast: {
      ParcelSent: {
        1: splitField("kilos", (kilos: number) => ({ grams: kilos * 1000 })),
        2: addField("to", "unknown"),
      },
      LabelPrinted: { 1: renameField("label", "code") },
      ParcelHandedOver: {
        1: mergeEvents({ PlaceNoted: 2 }, (handed, noted) => ({
          ...handed,
          place: noted?.["name"] ?? "nowhere",
        })),
      },
    },
    retired: {
      ParcelSentWithLabel: {
        1: splitEvent({ ParcelSent: 2, LabelPrinted: 1 }, ({ label, ...sent }) => [
          { type: "ParcelSent", payload: sent },
          { type: "LabelPrinted", payload: { parcelId: sent["parcelId"], label } },
        ]),
      },
      PlaceNoted: { 1: renameField("place", "name"), 2: splitEvent({}, () => []) },
    },
  },
);

export const vParcel = v.object({ log: v.array(v.string()), grams: v.number() });

export const Parcel = defineAggregate("Parcel", vParcel, {
  id: "parcelId",
  events: parcelEvents,
  initial: { log: [], grams: 0 },
  evolve: {
    ParcelSent: ({ log }, { grams, to }) => ({ log: [...log, `to ${to}`], grams }),
    LabelPrinted: (parcel, { code }) => ({ ...parcel, log: [...parcel.log, `label ${code}`] }),
    ParcelHandedOver: (parcel, { by, place }) => ({
      ...parcel,
      log: [...parcel.log, `by ${by} in ${place}`],
    }),
  },
  shapes: {
    1: splitField("kilos", (kilos: number) => ({ grams: kilos * 1000 })),
    2: "refold",
    3: pipe(renameField("entries", "log"), addField("grams", 0)),
  },
});

export const sendParcel = Parcel.creation({
  args: { grams: v.number(), to: v.string() },
  decide: (_parcel, args) => parcelEvents.ParcelSent(args),
});

export const printLabel = Parcel.command({
  args: { code: v.string() },
  decide: (_parcel, args) => parcelEvents.LabelPrinted(args),
});

export const parcels = defineBoundedContext("parcels", { commands: { sendParcel, printLabel } });

export const platform = createPlatform(components, { contexts: [parcels] });
