/**
 * The door to pdf.js, loaded when the first PDF is shown. Its worker, fonts and character maps lie beside the bundle. Bytes
 * are fetched as they are needed; scripts and actions of a PDF are never run.
 */
import type { PDFDocumentProxy, PDFPageProxy, RenderTask, TextLayer } from "pdfjs-dist";
import { fetchRange, NoBytes, type Bytes } from "./bytes";

export interface Size {
  width: number;
  height: number;
}
export interface Drawing {
  page: number;
  /** Pixels on screen for a point of the page. */
  scale: number;
  canvas: HTMLCanvasElement;
  text: HTMLElement;
}
export interface Pdf {
  pages: number;
  /** Size of a page in points, as it is shown. */
  size: (page: number) => Promise<Size>;
  /** Draws a page; `done` is true once its words are there, false where it was stopped. */
  draw: (drawing: Drawing) => { stop: () => void; done: Promise<boolean> };
  close: () => Promise<void>;
}

type Library = typeof import("pdfjs-dist");
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
/** Most pixels of one canvas: twelve million take 48 MB. */
const MOST_PIXELS = 12_000_000;
/** Pages drawn after which pdf.js is asked to let go of what it no longer needs. */
const TIDY_EVERY = 24;
const FIRST_BYTES = 1 << 16;

/** What kept a PDF from being shown. */
export function whyNot(error: unknown): "password" | "damaged" | "noBytes" {
  if (error instanceof NoBytes || error instanceof TypeError) return "noBytes";
  return error instanceof Error && error.name === "PasswordException" ? "password" : "damaged";
}

/** Opens a PDF. Throws pdf.js's own error: `PasswordException`, `InvalidPDFException`. `onfail` hears of bytes that do not come later. */
export async function openPdf(url: string, onfail: (error: unknown) => void): Promise<Pdf> {
  const pdfjs = await (loaded ??= load());
  const first = await fetchRange(url, 0, FIRST_BYTES);
  const whole = first.bytes.length >= first.total;
  const task = pdfjs.getDocument({
    ...(whole ? { data: first.bytes } : { range: byRanges(pdfjs, url, first, onfail) }),
    rangeChunkSize: FIRST_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${base}/cmaps/`,
    standardFontDataUrl: `${base}/standard_fonts/`,
    wasmUrl: `${base}/wasm/`,
    iccUrl: `${base}/iccs/`,
    enableXfa: false,
  } as Parameters<typeof pdfjs.getDocument>[0]);
  const document = await task.promise;
  const tidy = tidied(document);
  return {
    pages: document.numPages,
    size: async (page) => {
      const { width, height } = (await document.getPage(page)).getViewport({ scale: 1 });
      return { width, height };
    },
    draw: (drawing) => {
      const drawn = draw(pdfjs, document, drawing);
      tidy(drawn.done);
      return drawn;
    },
    close: async () => void (await task.destroy()),
  };
}

/** What pdf.js keeps of pages that were drawn is given back now and then, while nothing is being drawn. */
function tidied(document: PDFDocumentProxy) {
  let [drawn, busy] = [0, 0];
  return (done: Promise<boolean>) => {
    busy += 1;
    drawn += 1;
    void done.finally(() => {
      busy -= 1;
      if (busy > 0 || drawn < TIDY_EVERY) return;
      drawn = 0;
      document.cleanup(true).catch(() => undefined);
    });
  };
}

function byRanges(pdfjs: Library, url: string, first: Bytes, onfail: (error: unknown) => void) {
  class Ranges extends pdfjs.PDFDataRangeTransport {
    override requestDataRange(begin: number, end: number) {
      fetchRange(url, begin, end).then(({ bytes }) => this.onDataRange(begin, bytes), onfail);
    }
  }
  return new Ranges(first.total, first.bytes);
}

function draw(pdfjs: Library, document: PDFDocumentProxy, { page, scale, canvas, text }: Drawing) {
  let stopped = false;
  let render: RenderTask | null = null;
  let layer: TextLayer | null = null;
  let sheet: PDFPageProxy | null = null;
  const work = async () => {
    sheet = await document.getPage(page);
    if (stopped) return false;
    const viewport = sheet.getViewport({ scale });
    const wanted = Math.min(globalThis.devicePixelRatio || 1, 2);
    const density = Math.min(wanted, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
    canvas.width = Math.max(1, Math.floor(viewport.width * density));
    canvas.height = Math.max(1, Math.floor(viewport.height * density));
    text.replaceChildren();
    text.style.setProperty("--total-scale-factor", String(viewport.scale));
    render = sheet.render({ canvas, viewport, transform: density === 1 ? undefined : [density, 0, 0, density, 0, 0] });
    await render.promise;
    if (stopped) return false;
    layer = new pdfjs.TextLayer({ textContentSource: sheet.streamTextContent(), container: text, viewport });
    await layer.render();
    const end = globalThis.document.createElement("div");
    end.className = "endOfContent";
    text.append(end);
    return !stopped;
  };
  return {
    done: work().catch(() => false),
    stop() {
      stopped = true;
      render?.cancel();
      layer?.cancel();
      // What a page holds is given back at once: pictures, the canvas.
      sheet?.cleanup();
      canvas.width = canvas.height = 0;
      text.replaceChildren();
    },
  };
}
