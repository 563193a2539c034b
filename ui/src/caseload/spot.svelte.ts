/**
 * Where a person is in the caseload: filter, words, order, and the learner with the focus. Kept while they are in a portfolio.
 * A learner is held by id, since rows come and go above. Refuses to know what a row says.
 */
import type { Cell } from "../shared/grid";
import { FILTERS, type CaseFilter, type Column } from "./filter";

class Spot {
  filter = $state<CaseFilter>(FILTERS[0]);
  words = $state("");
  by = $state<Column>("name");
  down = $state(false);
  /** The learner with the focus; null = none yet, or the heads of the columns. */
  learner = $state<string | null>(null);
  /** Where the focus was, for when that learner is no longer among the rows. */
  at = $state.raw<Cell>({ row: 1, col: 0 });

  sort(column: Column) {
    this.down = this.by === column && !this.down;
    this.by = column;
  }

  /** Puts the focus on a cell; row 0 holds the heads. */
  put(at: Cell, learner: string | null) {
    this.at = at;
    this.learner = at.row === 0 ? null : learner;
  }
}

/** The line of a learner among the rows, counted from 1 below the heads; where they left, the line that is nearest. */
export function lineOf(learners: readonly string[], learner: string | null, before: number): number {
  const found = learner === null ? -1 : learners.indexOf(learner);
  return found >= 0 ? found + 1 : Math.min(before, learners.length);
}

export const spot = new Spot();
