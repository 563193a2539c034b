/**
 * What somebody has begun to write and not saved, kept while screens and dialogs come and go: by the person at the desk, the
 * learner, and what it is about. Gone with the window. Refuses to know what the text is for, and to hold a password.
 */
import { SvelteMap } from "svelte/reactivity";
import { desk } from "./desk.svelte";

/** One text that is being written. */
export interface Draft {
  text: string;
}

class Drafts {
  #texts = new SvelteMap<string, string>();

  /** The draft of a text about a learner, to be bound to a field. An empty one is no draft. */
  of(learner: string, ...about: string[]): Draft {
    const texts = this.#texts;
    const key = [learner, desk.person?.id ?? "", ...about].join("\n");
    return {
      get text() {
        return texts.get(key) ?? "";
      },
      set text(text: string) {
        if (text === "") texts.delete(key);
        else texts.set(key, text);
      },
    };
  }

  /** Lets go of everything about a learner: they are erased. */
  forget(learner: string) {
    for (const key of [...this.#texts.keys()]) if (key.startsWith(`${learner}\n`)) this.#texts.delete(key);
  }
}

export const drafts = new Drafts();
