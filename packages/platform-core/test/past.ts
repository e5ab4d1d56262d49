import type { NewEvent, State } from "@convex-es/platform-store";
import { wiringOf } from "../src/platform/createPlatform.js";
import { initConvexTest, type App } from "./initConvexTest.js";
import { parcels, platform } from "./parcel.js";

export const store = wiringOf(platform).runtime.stores.of(parcels.name);

/** What an older release of the parcels' code stored. */
export type Old = { type: string; schemaVersion: number; payload: object; tags?: NewEvent["tags"] };

type Past = { id?: string; tenant?: string; state?: State };

/** Appends events as they were stored then, all of them in one append; without a state there is none afterwards. */
export async function append(t: App, events: readonly Old[], past: Past = {}): Promise<void> {
  const { id = "p", tenant = "", state } = past;
  const stored = events.map((event) => ({
    ...{ category: "domain" as const, context: "parcels", tags: [], occurredAt: 0 },
    ...event,
  }));
  const stream = { streamType: "Parcel", streamId: id, expected: "any" as const, events: stored };
  await t.mutation(async (ctx) => {
    const metadata = { actor: "past", correlationId: "past", causationId: "past" };
    const streams = [{ ...stream, ...(state && { state }) }];
    await store.append(ctx, { tenant, metadata, streams });
  });
}

/** A parcel's events in all their old versions, one append each but the last two. */
export const oldParcel: Old[][] = [
  [{ type: "ParcelSent", schemaVersion: 1, payload: { parcelId: "p", kilos: 2 } }],
  [{ type: "ParcelSent", schemaVersion: 2, payload: { parcelId: "p", grams: 2500 } }],
  [{ type: "LabelPrinted", schemaVersion: 1, payload: { parcelId: "p", label: "L1" } }],
  [{ type: "LabelPrinted", schemaVersion: 2, payload: { parcelId: "p", code: "L2" } }],
  [
    {
      type: "ParcelSentWithLabel",
      schemaVersion: 1,
      payload: { parcelId: "p", grams: 3000, label: "L3" },
    },
  ],
  [
    { type: "ParcelHandedOver", schemaVersion: 1, payload: { parcelId: "p", by: "Ann" } },
    { type: "PlaceNoted", schemaVersion: 1, payload: { parcelId: "p", place: "Bonn" } },
  ],
];

/** What the old parcel has become: the log of its state. */
export const oldLog = [
  ...["to unknown", "to unknown", "label L1", "label L2"],
  ...["to unknown", "label L3", "by Ann in Bonn"],
];

/** An app with the old parcel "p": seven stored events, no state. */
export async function withOldParcel(): Promise<App> {
  const t = initConvexTest();
  for (const events of oldParcel) await append(t, events);
  return t;
}
