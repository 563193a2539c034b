import { describe, expect, it } from "vitest";
import type { ProfileView } from "../src/shared/bindings/bindings";
import { change, lacks, written } from "../src/centre/model";

const ocr: ProfileView = {
  profile: "ocr", name: "OCR", learner: "candidate", learnerShipped: "candidate", matrix: "Cumulative assessment record", matrixShipped: "Cumulative assessment record",
  declarations: [{ who: "assessor", name: "assessor", text: "I have judged it.", shipped: "I have judged it." }, { who: "claim", name: "claim", text: "We claim.", shipped: "The centre claims." }],
  keeping: { evidenceWeeks: null, recordsMonths: 36, source: "OCR" }, keepingShipped: { evidenceWeeks: null, recordsMonths: 36, source: "OCR" }, changed: true, disputed: false,
};

describe("the words of a board while they are written", () => {
  it("says nothing where nothing is changed", () => {
    expect(change(ocr, written(ocr))).toBeNull();
  });

  it("says only the texts that are changed, and the rule where it is", () => {
    const form = { ...written(ocr), declarations: { assessor: "Judged.", claim: "We claim." } };
    expect(change(ocr, form)).toEqual({ profile: "ocr", learner: "candidate", matrix: "Cumulative assessment record", declarations: { assessor: "Judged." }, keeping: undefined });
    expect(change(ocr, { ...written(ocr), evidenceWeeks: "12" })?.keeping).toEqual({ evidenceWeeks: 12, recordsMonths: 36, source: "OCR" });
  });

  it("settles what two desks said differently by saving what stands", () => {
    expect(change({ ...ocr, disputed: true }, written(ocr))).not.toBeNull();
  });

  it("asks for every text", () => {
    expect(lacks(written(ocr))).toBe(false);
    expect(lacks({ ...written(ocr), matrix: " " })).toBe(true);
    expect(lacks({ ...written(ocr), declarations: { assessor: "", claim: "x" } })).toBe(true);
  });
});
