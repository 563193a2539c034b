/** Short messages at the lower left. A failure stays until it is put away; everything else leaves after six seconds. */
export interface Toast {
  id: number;
  text: string;
  hint?: string;
  tone: "done" | "bad";
  /** Words of the core, which begin small as within a sentence. What the page says itself begins as it is written, above all with a name. */
  small?: boolean;
  action?: { label: string; run: () => void };
}

let next = 1;
class Toasts {
  list = $state<Toast[]>([]);
  /** The first message of each dialog that is open: what is said since is shown inside it, since it covers everything else. */
  inside = $state<number[]>([]);

  /** Messages on the page: those said before a dialog was opened. */
  readonly outer: Toast[] = $derived(this.list.filter((toast) => this.inside.length === 0 || toast.id < this.inside[0]!));

  /** A dialog opens. Gives back the number of its first message. */
  enter(): number {
    this.inside = [...this.inside, next];
    return next++;
  }

  /** It is closed: what it still shows goes to the page. */
  leave(first: number) {
    this.inside = this.inside.filter((one) => one !== first);
  }

  /** Says something, in place of what was said before; failures stay. Gives back its number. */
  say(text: string, more: Partial<Omit<Toast, "id" | "text">> = {}): number {
    const toast: Toast = { id: next++, text, tone: "done", ...more };
    this.list = [...this.list.filter((t) => t.tone === "bad" && t.text !== text), toast].slice(-3);
    return toast.id;
  }

  drop(id: number) {
    this.list = this.list.filter((t) => t.id !== id);
  }
}

export const toasts = new Toasts();
