/**
 * What the board of the unit on screen calls whoever is assessed, and the record of a unit on paper. The catalogue's
 * `{learner}`, `{Learner}` and `{paper}` stand for these. Refuses to know where the unit comes from.
 */
class BoardWords {
  learner = $state("learner");
  paper = $state("Coverage matrix");
}

export const boardWords = new BoardWords();

/** The words, as the catalogue names them. */
export const inBoardWords = (name: string): string | undefined =>
  name === "learner" ? boardWords.learner
  : name === "Learner" ? boardWords.learner.replace(/^./, (first) => first.toUpperCase())
  : name === "paper" ? boardWords.paper
  : undefined;

/** From here on the words are those of this unit; of none: the ordinary ones. */
export function speakOf(unit: { learnerWord: string; paperTitle: string } | null) {
  boardWords.learner = unit?.learnerWord ?? "learner";
  boardWords.paper = unit?.paperTitle ?? "Coverage matrix";
}
