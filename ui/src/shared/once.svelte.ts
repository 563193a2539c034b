/** One thing at a time: what is pressed again while it is on its way does nothing. Refuses to know what is done. */
export class Once {
  busy = $state(false);

  /** Does it, unless it is being done. */
  async run(work: () => unknown): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } finally {
      this.busy = false;
    }
  }

  /** The same for a form. */
  submit = (work: (event: SubmitEvent) => unknown) => (event: SubmitEvent) => {
    event.preventDefault();
    void this.run(() => work(event));
  };
}
