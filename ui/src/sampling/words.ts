/** What an IV may still say of a sampled decision, and what a new word would replace. Pure. */
import type { FindingView, Judgement, SampleRowView } from "../shared/bindings/bindings";

/** Whether a word is still wanted: none was said, or what was said no longer settles it. Else it is only changed on purpose. */
export const wanted = (row: SampleRowView) => !row.finding || row.finding.stale !== null || row.alsoSaid.length > 0;

/** Words that asked for something, or disagreed, and that a new one would replace: nobody is asked twice for what is closed. */
export const replaced = (row: SampleRowView): FindingView[] =>
  [row.finding, ...row.alsoSaid].filter((f): f is FindingView => f !== null && f.judgement !== "agree" && f.closed === null);

/** Whether a word can be said at once: it needs no reason, and takes nothing away. */
export const atOnce = (row: SampleRowView, judgement: Judgement) => judgement === "agree" && replaced(row).length === 0;
