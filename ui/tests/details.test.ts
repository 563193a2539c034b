import { describe, expect, test } from "vitest";
import { changes, chosen, isChosen, said } from "../src/evidence/details";
import type { DetailChoice, EvidenceView, Field } from "../src/shared/bindings/bindings";

const choice = (words: string, value = words, inSitu: DetailChoice["inSitu"] = null): DetailChoice => ({ words, value, inSitu });
const item = (details: object) => ({ details: { produced: "", author: "", aiUse: "", duration: "", thirdParty: false, disputed: [], ...details } }) as unknown as EvidenceView;
const disputed = (field: Field, choices: DetailChoice[]) => ({ field, line: `${field}: …`, choices });

describe("a detail that two desks say differently", () => {
  const author = [choice("Rowan"), choice("Rowan and Sam")];
  const both = item({ author: "Rowan / Rowan and Sam", pages: 3, disputed: [disputed("author", author)] });

  test("stands empty until one is chosen, and other details are left alone", () => {
    const before = said(both);
    expect([before.author, before.pages]).toEqual(["", "3"]);
    expect(changes(before, { ...before, pages: "4" })).toEqual({ pages: 4 });
  });

  test("is settled to any of the things said, the first and nothing too", () => {
    for (const one of [...author, choice("", "")]) {
      const before = said(both);
      const now = chosen(before, "author", one);
      expect(isChosen(now, "author", one)).toBe(true);
      expect(changes(before, now, ["author"])).toEqual({ author: one.value });
    }
  });

  test.each<[Field, DetailChoice, object]>([
    ["witness", choice("", ""), { witness: "" }],
    ["route", choice("signed declaration", "signed"), { route: "signed" }],
    ["pages", choice("12"), { pages: 12 }],
    ["thirdParty", choice("", ""), { thirdParty: false }],
    ["thirdParty", choice("personal data of others", "true"), { thirdParty: true }],
    ["inSitu", choice("the office, seen by Ada", "", { place: "the office", seenBy: "Ada", seenOn: "" }), { kept: "the office", seenBy: "Ada", seenOn: "" }],
  ])("%s is said whole once it is chosen", (field, one, request) => {
    const before = said(item({ thirdParty: field === "thirdParty", disputed: [disputed(field, [one])] }));
    expect(changes(before, chosen(before, field, one), [field])).toEqual(request);
  });
});
