/** The door to pdf.js, loaded when the first PDF is shown. Its worker, fonts and character maps lie beside the bundle. */
import type { PDFDocumentProxy, RenderTask, TextLayer } from "pdfjs-dist";

export interface Drawing {
  page: number;
  width: number;
  canvas: HTMLCanvasElement;
  text: HTMLElement;
}
export interface Pdf {
  pages: number;
  draw: (drawing: Drawing) => { stop: () => void };
  close: () => Promise<void>;
}

const load = async () => {
  const [pdfjs, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.min.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  return pdfjs;
};
let loaded: ReturnType<typeof load> | null = null;
const base = import.meta.env.DEV ? "/node_modules/pdfjs-dist" : "/pdf";

class NoBytes extends Error {}

/** What kept a PDF from being shown. */
export function whyNot(error: unknown): "password" | "damaged" | "noBytes" {
  if (error instanceof NoBytes || error instanceof TypeError) return "noBytes";
  return error instanceof Error && error.name === "PasswordException" ? "password" : "damaged";
}

/** Opens a PDF. Throws pdf.js's own error: `PasswordException`, `InvalidPDFException`. */
export async function openPdf(url: string): Promise<Pdf> {
  const pdfjs = await (loaded ??= load());
  const answer = await fetch(url);
  if (!answer.ok) throw new NoBytes(String(answer.status));
  const task = pdfjs.getDocument({
    data: new Uint8Array(await answer.arrayBuffer()),
    cMapUrl: `${base}/cmaps/`,
    standardFontDataUrl: `${base}/standard_fonts/`,
    wasmUrl: `${base}/wasm/`,
    iccUrl: `${base}/iccs/`,
    isEvalSupported: false,
    enableXfa: false,
  } as Parameters<typeof pdfjs.getDocument>[0]);
  const document = await task.promise;
  return {
    pages: document.numPages,
    draw: (drawing) => draw(pdfjs, document, drawing),
    close: async () => void (await task.destroy()),
  };
}

function draw(pdfjs: typeof import("pdfjs-dist"), document: PDFDocumentProxy, { page, width, canvas, text }: Drawing) {
  let stopped = false;
  let render: RenderTask | null = null;
  let layer: TextLayer | null = null;
  const work = async () => {
    const sheet = await document.getPage(Math.min(Math.max(1, page), document.numPages));
    if (stopped) return;
    const viewport = sheet.getViewport({ scale: width / sheet.getViewport({ scale: 1 }).width });
    const density = Math.min(globalThis.devicePixelRatio || 1, 2);
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    canvas.style.width = `${Math.floor(viewport.width)}px`;
    canvas.style.height = `${Math.floor(viewport.height)}px`;
    text.replaceChildren();
    text.style.setProperty("--total-scale-factor", String(viewport.scale));
    render = sheet.render({ canvas, viewport, transform: density === 1 ? undefined : [density, 0, 0, density, 0, 0] });
    await render.promise;
    if (stopped) return;
    layer = new pdfjs.TextLayer({ textContentSource: sheet.streamTextContent(), container: text, viewport });
    await layer.render();
  };
  work().catch(() => undefined);
  return {
    stop() {
      stopped = true;
      render?.cancel();
      layer?.cancel();
    },
  };
}
