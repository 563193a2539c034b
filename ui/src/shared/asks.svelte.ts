/** What one screen asks another to show as soon as it is there. Refuses to know what becomes of it. */
class Asks {
  /** Id of a unit whose changes are to be shown in the library. */
  diff = $state<string | null>(null);

  /** Takes the wish, once. */
  takeDiff(): string | null {
    const wanted = this.diff;
    this.diff = null;
    return wanted;
  }
}

export const asks = new Asks();
