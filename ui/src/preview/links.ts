/** Which criteria the file on screen is put forward for, and where in it. */
import type { LinkView, RowView, UnitView } from "../shared/bindings/bindings";
import { desk } from "../shared/desk.svelte";
import { rowsOf } from "../shared/gaps";
import { canBeIn } from "../shared/parts";
import { linksFrom, work } from "../shared/work.svelte";
import { readPlace, type Spot } from "./place";

export interface Mark {
  unit: UnitView;
  row: RowView;
  link: LinkView;
  spot: Spot;
}

/** Every link from an item, unit by unit. Reads the views on screen, so it is fresh wherever it is derived. */
export const marksOf = (item: string): Mark[] =>
  desk.units
    .filter((unit) => unit.status !== "withdrawn")
    .flatMap((unit) => rowsOf(unit).flatMap((row) => linksFrom(row, item).map((link) => ({ unit, row, link, spot: readPlace(link.place ?? "") }))));

/** Whether a mark is in the file on screen: of an item of several files a place may say which it is in. */
export const isHere = ({ link }: Mark): boolean => work.current === null || canBeIn(work.current, work.currentPart?.part ?? 0, link.place ?? "");

/** The links of the file on screen. */
export const marksHere = (item: string): Mark[] => marksOf(item).filter(isHere);

/** Whether a mark is on a page. */
export const onPage = (spot: Spot, page: number) => (spot.kind === "page" || spot.kind === "slide") && spot.runs.some(([from, to]) => from <= page && page <= to);

/** Goes to the criterion of a mark, and to its place. */
export async function follow({ unit, row, link }: Mark) {
  if (unit.unit !== desk.unit?.unit) await desk.openUnit(unit.unit);
  if (work.criteria === "gaps") work.criteria = "all";
  work.focus(row.row);
  work.part = link.part ?? work.part;
  if (link.place) work.jumpTo = link.place;
}
