/**
 * What a mapping just made could also count for with another board. Asked after a mapping, shown until it is answered or
 * put away. Refuses to map anything: that is a deed of a person.
 */
import { desk } from "./desk.svelte";
import type { OfferView } from "./library";
import { call } from "./host";

export interface Mapped {
  learner: string;
  unit: string;
  codes: string;
  evidence: string[];
}

class Offers {
  #all = $state.raw<OfferView[]>([]);
  /** Whose evidence was mapped: offers are shown and taken for this learner only. */
  #of = $state<string | null>(null);
  /** The offer whose two texts are shown, before a person confirms. */
  checking = $state<string | null>(null);
  #asked = 0;

  /** The learner whom the offers are about. */
  get learner(): string | null {
    return this.#of;
  }

  get list(): OfferView[] {
    return this.#of === desk.learner ? this.#all : [];
  }

  set list(all: OfferView[]) {
    this.#of = desk.learner;
    this.#all = all;
  }

  /** Asks what else the evidence just mapped is good for. An answer that comes late is dropped. */
  async ask(mapped: Mapped[]) {
    const asked = ++this.#asked;
    this.checking = null;
    const found = await Promise.all(mapped.map(({ learner, unit, codes, evidence }) => call("links.offers", { learner, unit, codes, evidence })));
    if (asked !== this.#asked) return;
    this.#of = mapped[0]?.learner ?? null;
    this.#all = found.flat().filter((o) => !o.mapped);
  }

  /** Takes one offer off the list: it was answered. */
  answered(offer: OfferView) {
    this.checking = null;
    this.list = this.list.filter((o) => o !== offer);
  }

  dismiss() {
    this.#asked += 1;
    this.checking = null;
    this.list = [];
  }
}

export const offers = new Offers();
/** One offer by name. */
export const offerKey = (o: OfferView) => [o.link, o.unit, o.row, o.evidence, o.place ?? "", o.method ?? ""].join(" ");
