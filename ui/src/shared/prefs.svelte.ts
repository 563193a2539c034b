/** What this window remembers by itself: theme, size on screen, and filters. Never anything about a learner. */
export type Theme = "system" | "light" | "dark";
/** Sizes on screen, in hundredths. */
export const SIZES = [80, 90, 100, 110, 125, 150, 175, 200] as const;

const stored = (key: string) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const keep = (key: string, value: string) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* A window without storage forgets it. */
  }
};

class Prefs {
  size = $state<number>(SIZES.find((size) => String(size) === stored("size")) ?? 100);
  theme = $state<Theme>((stored("theme") as Theme | null) ?? "system");
  #dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;
  systemDark = $state(this.#dark?.matches ?? false);
  readonly shown: "light" | "dark" = $derived.by(() =>
    this.theme === "system" ? (this.systemDark ? "dark" : "light") : this.theme,
  );

  constructor() {
    this.#dark?.addEventListener?.("change", (e) => (this.systemDark = e.matches));
  }

  choose(theme: Theme) {
    this.theme = theme;
    keep("theme", theme);
  }

  resize(size: number) {
    this.size = size;
    keep("size", String(size));
  }

  /** The next size in one direction, as far as there is one. */
  step(by: 1 | -1) {
    const next = SIZES[SIZES.findIndex((size) => size === this.size) + by];
    if (next) this.resize(next);
  }
}

export const prefs = new Prefs();
