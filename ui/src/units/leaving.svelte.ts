/** Asks before something unsaved would be lost, whoever leads away: a button here, the rail, the palette. */
import { desk } from "../shared/desk.svelte";
import { dialogs } from "../shared/dialogs.svelte";

class Leaving {
  #unsaved: (() => boolean) | null = null;

  /** Watches something that may be unsaved. Gives back how to stop. */
  hold(unsaved: () => boolean): () => void {
    this.#unsaved = unsaved;
    desk.hold = (go) => this.ask(go);
    return () => {
      if (this.#unsaved === unsaved) this.#unsaved = desk.hold = null;
    };
  }

  /** Goes on where nothing is unsaved; else when the person says so. */
  ask(go: () => void) {
    if (!this.#unsaved?.()) return go();
    dialogs.show({
      kind: "unsaved",
      discard: () => {
        this.#unsaved = desk.hold = null;
        go();
      },
    });
  }
}

export const leaving = new Leaving();
