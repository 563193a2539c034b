/** What happy-dom lacks of a browser. */
import { afterEach } from "vitest";
import { cleanup } from "@testing-library/svelte";

afterEach(cleanup);
KeyboardEvent.prototype.getModifierState ??= () => false;
Element.prototype.scrollIntoView ??= () => undefined;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
