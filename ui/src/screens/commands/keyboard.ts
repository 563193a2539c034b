/** Hands keys to the registry. A key without Ctrl or Alt fires only when nobody is typing and no dialog is open. */
import { matchKeybindingPress, parseKeybinding } from "tinykeys";
import { commands, run, type Command } from "../../shared/commands";
import { ABOUT_LEARNER, desk } from "../../shared/desk.svelte";
import { dialogs } from "../../shared/dialogs.svelte";
import { isBare, isTyping } from "../../shared/keymap";
import { toasts } from "../../shared/toasts.svelte";

/** Whether a command belongs to the screen shown. */
export const isHere = (c: Command) => c.where === "*" || c.where === desk.screen || (c.where === "learner" && ABOUT_LEARNER.has(desk.screen));

function fire(key: string, event: KeyboardEvent) {
  if (event.defaultPrevented || (isBare(key) && isTyping(event.target))) return;
  if (/\$mod\+(Shift\+)?[zy]$/.test(key) && isTyping(event.target)) return;
  const found = commands().find((c) => c.keys.includes(key) && isHere(c) && (!dialogs.open || c.overDialogs) && c.when() !== false);
  if (!found) return;
  event.preventDefault();
  // A key held down says yes once.
  if (event.repeat && found.id === "offer.take") return;
  const reason = run(found.id);
  if (reason) toasts.say(reason, { small: true });
}

/** A digit begins a code. */
function digit(event: KeyboardEvent) {
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && /^[0-9]$/.test(event.key);
  if (!bare || desk.screen !== "portfolio" || dialogs.open || event.defaultPrevented || isTyping(event.target)) return;
  event.preventDefault();
  const map = commands().find((c) => c.id === "map.pick")!;
  const can = map.when();
  if (can === true) dialogs.show({ kind: "picker", typed: event.key });
  else if (typeof can === "string") toasts.say(can, { small: true });
}

/** Listens. Gives back how to stop. */
export function listen(target: Window): () => void {
  const keys = [...new Set(commands().flatMap((c) => c.keys))].map((key) => ({ key, press: parseKeybinding(key)[0]! }));
  const heard = (event: KeyboardEvent) => {
    const found = keys.find(({ press }) => matchKeybindingPress(event, press));
    if (found) fire(found.key, event);
    else digit(event);
  };
  target.addEventListener("keydown", heard);
  return () => target.removeEventListener("keydown", heard);
}
