/**
 * How far the reading of texts has come, and which items of the learner on screen have none. Looked at again while reading goes
 * on. Refuses to know how it is drawn.
 */
import type { NoTextView, TextStatusView } from "./bindings/bindings";
import { desk } from "./desk.svelte";
import { call } from "./host";

/** How often it is looked at while texts are being read, in milliseconds. */
const AGAIN = 1500;

class Texts {
  status = $state.raw<TextStatusView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking = false;

  /** Why an item has no text; null = it has, or nothing is known. A picture or a recording has none to miss. */
  why(evidence: string | undefined): NoTextView | null {
    const found = this.status?.items.find((i) => i.evidence === evidence);
    return found && found.why !== null && found.why !== "media" ? found : null;
  }

  /** Looks now, and again while something is being read. It tells nothing that anybody waits for, so it fails in silence. */
  async look() {
    if (this.#looking) return;
    this.#looking = true;
    clearTimeout(this.#timer);
    try {
      this.status = await call("text.status", { learner: desk.learner ?? undefined });
    } catch {
      this.status = null;
    } finally {
      this.#looking = false;
    }
    if (this.status && this.status.left > 0) this.#timer = setTimeout(() => void this.look(), AGAIN);
  }

  /** Stops the reading, or sends it on. */
  async stop(stopped: boolean) {
    await call("text.stop", { stopped });
    await this.look();
  }
}

export const texts = new Texts();
