/** How keys are written and when they may fire. Refuses to know the commands. Notation is tinykeys': `$mod+k`, `Shift+n`. */
const mac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
const NAMES: Record<string, string> = {
  $mod: mac ? "⌘" : "Ctrl", Control: "Ctrl", Alt: mac ? "⌥" : "Alt", Shift: mac ? "⇧" : "Shift", "[Shift]": "",
  "-": "−", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Space: "Space", Escape: "Esc", Enter: "Enter",
};

/** "Ctrl+Shift+Z", as a person reads it. */
export function shown(shortcut: string): string {
  return shortcut
    // As tinykeys divides it: a plus that follows a plus is the key.
    .split(/(?<=\w|\])\+/)
    .map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .filter(Boolean)
    .join(mac ? "" : "+");
}

/** The form that `aria-keyshortcuts` wants. */
export function spoken(shortcut: string): string {
  return shortcut.replace("[Shift]+", "").replace("$mod", mac ? "Meta" : "Control");
}

/** A shortcut without Ctrl, Alt or ⌘ would steal a letter from text. */
export const isBare = (shortcut: string) => !/\$mod|Control|Alt|Meta|^F\d+$/.test(shortcut);

/** True while the keys belong to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[data-keys='own']")) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Keys that no two commands may share, except where their screens differ. Gives back the pairs that clash. */
export function clashes(commands: { id: string; keys: readonly string[]; where: string }[]): string[] {
  const seen = new Map<string, string>();
  const found: string[] = [];
  for (const command of commands) {
    for (const key of command.keys) {
      for (const where of command.where === "*" ? ["*"] : [command.where, "*"]) {
        const other = seen.get(`${where} ${key}`);
        if (other) found.push(`${key}: ${other} and ${command.id}`);
      }
      seen.set(`${command.where} ${key}`, command.id);
    }
  }
  return found;
}
