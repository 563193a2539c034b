/** Which dialog is open. One at a time; each is drawn by the screens. Refuses to know what they do. */
import type { LinkView, PersonView, UnitStandingView } from "./bindings/bindings";

export type Open =
  | { kind: "picker"; typed: string }
  | { kind: "decide"; scope?: "chosen" | "mapped" | "thisFile" }
  | { kind: "declaration" }
  | { kind: "work"; all: boolean }
  | { kind: "setAside" }
  | { kind: "together" }
  | { kind: "describe" }
  | { kind: "inSitu" }
  | { kind: "replace" }
  | { kind: "versions" }
  | { kind: "place"; link: LinkView }
  | { kind: "criterion"; row: string }
  | { kind: "newLearner" }
  | { kind: "addUnit" }
  | { kind: "withdrawUnit"; unit: string }
  | { kind: "reopen" }
  | { kind: "inked" }
  | { kind: "history" }
  | { kind: "print" }
  | { kind: "checkPaper" }
  | { kind: "search"; all: boolean }
  | { kind: "palette" }
  | { kind: "shortcuts" }
  | { kind: "password" }
  | { kind: "importKey" }
  | { kind: "person"; person: PersonView }
  | { kind: "endKey"; person: PersonView }
  | { kind: "works"; person: PersonView }
  | { kind: "specimen"; person: PersonView }
  | { kind: "learnerFacts"; learner: string }
  | { kind: "erase"; learner: string }
  | { kind: "standing"; act: "release" | "claim" | "certificate"; learner: string; name: string; unit: UnitStandingView }
  | { kind: "takeBack"; learner: string; name: string; unit: string; statement: string; what: "release" | "claim" | "certificate"; says: string }
  | { kind: "directClaim" }
  | { kind: "claimSheet" }
  | { kind: "unsaved"; discard: () => void };

class Dialogs {
  open = $state.raw<Open | null>(null);

  show(open: Open) {
    this.open = open;
  }

  /** Closes the dialog that is open; where one is named, only while it is that one. */
  close(which: Open | null = this.open) {
    if (this.open === which) this.open = null;
  }
}

export const dialogs = new Dialogs();
