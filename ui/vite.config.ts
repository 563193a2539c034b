import { svelte } from "@sveltejs/vite-plugin-svelte";
import { cpSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { desk } from "./dev/desk.ts";

/** pdf.js asks for its character maps and fonts by address, so they lie beside the bundle as plain files. */
function pdfFiles(): Plugin {
  return {
    name: "pdf-files",
    apply: "build",
    closeBundle() {
      for (const folder of ["cmaps", "standard_fonts", "wasm", "iccs"]) {
        cpSync(`node_modules/pdfjs-dist/${folder}`, `dist/pdf/${folder}`, { recursive: true });
      }
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), desk(), pdfFiles()],
  build: { target: ["safari16.4", "chrome110"], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { port: 1420, strictPort: true },
  resolve: mode === "test" ? { conditions: ["browser"] } : undefined,
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"], testTimeout: 90_000 },
}));
