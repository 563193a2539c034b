/**
 * What the item on screen replaces or may replace, and which files of the learner another learner has too. Fetched again
 * when views come. Refuses to know how it is drawn.
 */
import type { ReplacementView, SameView } from "./bindings/bindings";
import { call } from "./host";

class Resubmissions {
  view = $state.raw<ReplacementView | null>(null);
  same = $state.raw<SameView[]>([]);
  #asked = 0;
  #shown = "";

  /** Asks about one item. It tells nothing that anybody waits for, so it fails in silence. */
  async ask(learner: string, evidence: string) {
    const mine = ++this.#asked;
    // Not read off the view: who asks from an effect would wait for its own answer.
    if (this.#shown !== evidence) this.view = null;
    this.#shown = evidence;
    const view = await call("evidence.replacement", { learner, evidence }).catch(() => null);
    if (mine === this.#asked) this.view = view;
  }

  /** Looks which files another learner has too. */
  async look(learner: string) {
    this.same = await call("evidence.same", { learner }).catch(() => []);
  }

  /** What is said of an item that another learner has too. */
  sameAs(evidence: string): SameView[] {
    return this.same.filter((one) => one.item.evidence === evidence);
  }
}

export const resubmissions = new Resubmissions();
