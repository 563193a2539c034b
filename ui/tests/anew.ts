/** Every story begins at an empty desk: nothing shown, nothing open, nothing said. Refuses to know what the stories are about. */
import { desk } from "../src/shared/desk.svelte";
import { dialogs } from "../src/shared/dialogs.svelte";
import { offers } from "../src/shared/offers.svelte";
import { toasts } from "../src/shared/toasts.svelte";
import { work } from "../src/shared/work.svelte";
import { plain } from "./desk";

/** Clears away what the story before left. */
export function beginAnew() {
  plain();
  dialogs.close();
  offers.dismiss();
  toasts.list = [];
  toasts.inside = [];
  work.reset();
  work.last = null;
  desk.hold = null;
  desk.workspace = desk.caseload = desk.portfolio = desk.signOff = desk.sampling = desk.history = desk.library = null;
  desk.learner = desk.unitId = null;
  document.body.innerHTML = "";
}
