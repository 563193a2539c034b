/** The look and rules of a centre that has changed nothing. */
import type { Declares, HouseView, Profile } from "../src/shared/bindings/bindings.ts";

const NAMES: [Profile, string, string][] = [["pearson", "Pearson", "Unit coverage matrix"], ["ocr", "OCR", "Cumulative assessment record"], ["generic", "Generic", "Unit coverage matrix"]];
const DECLARE: Declares[] = ["learner", "assessor", "countersigningAssessor", "verifier", "countersigningVerifier", "claim"];
export const LOOK: HouseView = {
  profiles: NAMES.map(([profile, name, matrix]) => ({
    profile, name, matrix, matrixShipped: matrix, learner: profile === "ocr" ? "candidate" : "learner", learnerShipped: profile === "ocr" ? "candidate" : "learner",
    declarations: DECLARE.map((who) => ({ who, name: who, text: `What the ${who} declares.`, shipped: `What the ${who} declares.` })),
    keeping: { evidenceWeeks: null, recordsMonths: null, source: "" }, keepingShipped: { evidenceWeeks: null, recordsMonths: null, source: "" }, changed: false, disputed: false,
  })),
  partiallyMet: true, logo: null, logoDisputed: false, longestText: 700, longestTitle: 60, may: null, undo: null, undoDeed: null, redo: null,
};
