/** What a unit of the learner on screen is called where another unit is open. Refuses to know where it is shown. */
import { desk } from "./desk.svelte";

/** Its number, else its board where no other unit of the learner has that, else its title. */
export function unitWord(id: string): string {
  const unit = desk.units.find((u) => u.unit === id);
  if (!unit) return "";
  const alone = desk.units.filter((u) => u.board === unit.board).length === 1;
  return unit.number || (alone ? unit.board : unit.title);
}

/** Its board and title: two boards may give theirs the same title. */
export function unitName(id: string): string {
  const unit = desk.units.find((u) => u.unit === id);
  return unit ? `${unit.board} · ${unit.title}` : "";
}
