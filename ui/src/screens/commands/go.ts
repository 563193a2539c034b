/** Commands that lead somewhere, and those about the window itself. */
import type { Command } from "../../shared/commands";
import { ABOUT_LEARNER, desk, SCREENS, type Screen } from "../../shared/desk.svelte";
import { dialogs } from "../../shared/dialogs.svelte";
import type { Key } from "../../shared/i18n";
import { t } from "../../shared/i18n";
import { prefs } from "../../shared/prefs.svelte";
import { search } from "../../search/search.svelte";

const ready = () => Boolean(desk.workspace?.centre);
const open = (screen: Screen) => () => {
  if (!ABOUT_LEARNER.has(screen)) return ready();
  return ready() && (desk.learner ? true : t("go.noLearner"));
};

/** Moves the focus to the next pane of the screen. */
export function cyclePane(step: 1 | -1) {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((p) => p.offsetParent !== null);
  const at = panes.findIndex((p) => p.contains(document.activeElement));
  focusPane(panes[(at + step + panes.length) % panes.length]);
}

function focusPane(pane: HTMLElement | undefined | null) {
  const wanted = ['[role="listbox"] [tabindex="0"]', '[role="grid"] [tabindex="0"]', "[data-scroller]", "[aria-current]", '[tabindex="0"]', "input:not(:disabled)", "button:not(:disabled)"];
  const inside = wanted.map((w) => pane?.querySelector<HTMLElement>(w)).find(Boolean);
  (inside ?? pane)?.focus();
}

export const goCommands: Command[] = [
  ...SCREENS.map((screen, i): Command => ({
    id: `go.${screen}`, label: `go.${screen}` as Key, group: "go", where: "*", keys: [`Control+Alt+${i + 1}`], when: open(screen), run: () => desk.go(screen),
  })),
  { id: "work", label: "command.work", group: "go", where: "*", keys: ["w"], when: ready, run: () => dialogs.show({ kind: "work", all: !(desk.learner && ABOUT_LEARNER.has(desk.screen)) }) },
  { id: "palette", label: "command.palette", group: "go", where: "*", keys: ["$mod+k"], when: ready, run: () => dialogs.show({ kind: "palette" }) },
  { id: "find", label: "command.find", group: "go", where: "learner", keys: ["$mod+f"], when: ready, run: () => dialogs.show({ kind: "search", all: false }) },
  { id: "find.all", label: "command.findAll", group: "go", where: "*", keys: ["$mod+Shift+f"], when: ready, run: () => dialogs.show({ kind: "search", all: true }) },
  { id: "find.next", label: "command.findNext", group: "go", where: "*", keys: ["F3"], when: ready, run: () => search.step(1) },
  { id: "find.previous", label: "command.findPrevious", group: "go", where: "*", keys: ["Shift+F3"], when: ready, run: () => search.step(-1) },
  { id: "shortcuts", label: "command.shortcuts", group: "go", where: "*", keys: ["[Shift]+?", "F1"], when: () => true, run: () => dialogs.show({ kind: "shortcuts" }) },
  { id: "pane.next", label: "command.nextPane", group: "view", where: "*", keys: ["F6"], when: ready, run: () => cyclePane(1) },
  { id: "pane.previous", label: "command.previousPane", group: "view", where: "*", keys: ["Shift+F6"], when: ready, run: () => cyclePane(-1) },
  ...(["evidence", "preview", "criteria"] as const).map((pane, i): Command => ({
    id: `pane.${pane}`, label: `command.pane.${pane}` as Key, group: "view", where: "portfolio", keys: [`$mod+${i + 1}`], when: ready, run: () => focusPane(document.querySelector<HTMLElement>(`[data-region="${pane}"]`)),
  })),
  { id: "theme.toggle", label: "command.theme", group: "view", where: "*", keys: [], when: () => true, run: () => prefs.choose(prefs.shown === "dark" ? "light" : "dark") },
  { id: "size.larger", label: "size.larger", group: "view", where: "*", keys: ["$mod+[Shift]++", "$mod+="], overDialogs: true, when: () => true, run: () => prefs.step(1) },
  { id: "size.smaller", label: "size.smaller", group: "view", where: "*", keys: ["$mod+-"], overDialogs: true, when: () => true, run: () => prefs.step(-1) },
  { id: "size.usual", label: "size.usual", group: "view", where: "*", keys: ["$mod+0"], overDialogs: true, when: () => true, run: () => prefs.resize(100) },
  { id: "learner.new", label: "learner.new", group: "desk", where: "caseload", keys: ["$mod+n"], when: ready, run: () => dialogs.show({ kind: "newLearner" }) },
  { id: "paper.check", label: "command.paperCheck", group: "desk", where: "*", keys: [], when: ready, run: () => dialogs.show({ kind: "checkPaper" }) },
  { id: "password", label: "password.title", group: "desk", where: "*", keys: [], when: () => (desk.person ? true : t("sign.nobody")), run: () => dialogs.show({ kind: "password" }) },
];
