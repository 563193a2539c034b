/** Maps evidence to the other board's criterion too, because a person said so. A decision is never copied. */
import { deed } from "../shared/deeds";
import { desk } from "../shared/desk.svelte";
import type { OfferView } from "../shared/library";
import { offerKey, offers } from "../shared/offers.svelte";
import type { Method } from "../shared/bindings/bindings";

/** Maps it. The rest of the offers stay on screen. */
export async function take(offer: OfferView) {
  const learner = offers.learner;
  // An offer is about one learner's evidence; on another learner's screen it means nothing.
  if (!learner || learner !== desk.learner) return offers.dismiss();
  const others = offers.list.filter((o) => o !== offer);
  const done = await deed("map", { learner, unit: offer.unit, evidence: [offer.evidence], codes: offer.row, place: offer.place ?? undefined, method: (offer.method as Method | null) ?? undefined });
  if (!done) return;
  offers.dismiss();
  if (learner === desk.learner) offers.list = others;
}

/** The key of the first offer: maps where one key may, else shows the two texts; then it is the button that confirms. */
export function takeFirst() {
  const [first] = offers.list;
  if (!first) return;
  if (first.oneKey) void take(first);
  else offers.checking = offerKey(first);
}
