/** What this window remembers by itself: theme, and filters. Never anything about a learner. */
export type Theme = "system" | "light" | "dark";

const stored = (key: string) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

class Prefs {
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
    try {
      localStorage.setItem("theme", theme);
    } catch {
      /* A window without storage forgets it. */
    }
  }
}

export const prefs = new Prefs();
