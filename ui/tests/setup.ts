/** What happy-dom lacks of a browser. */
import { afterEach } from "vitest";
import { cleanup, configure } from "@testing-library/svelte";

afterEach(cleanup);
// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });
KeyboardEvent.prototype.getModifierState ??= () => false;
Element.prototype.scrollIntoView ??= () => undefined;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
