// Opens papers in pdf.js, as the window and Firefox do: every page is taken apart into what is drawn on it, its text and its
// links, and whatever pdf.js warns of is a fault. Knows nothing of what a paper says. Usage: node open_papers.mjs FOLDER

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const installed = fileURLToPath(new URL("../../ui/node_modules/pdfjs-dist/", import.meta.url));
const faults = [];
let name = "pdf.js";

// What pdf.js expects of a newer Node than the oldest that builds the interface.
Promise.withResolvers ??= function withResolvers() {
  let resolve, reject;
  const promise = new this((yes, no) => [resolve, reject] = [yes, no]);
  return { promise, resolve, reject };
};
ArrayBuffer.prototype.transferToFixedLength ??= function transferToFixedLength(length = this.byteLength) {
  return structuredClone(this, { transfer: [this] }).slice(0, length);
};

// Without a screen pdf.js misses the browser's own drawing; that is of this program and not of any paper, and said as it loads.
const quiet = console.warn;
console.warn = () => {};
const { getDocument, OPS, VerbosityLevel } = await import(`${installed}legacy/build/pdf.mjs`);
console.warn = console.error = (...words) => faults.push(`${name}: ${words.join(" ")}`);
const log = console.log;
console.log = (...words) => faults.push(`${name}: ${words.join(" ")}`);

/** How many pages a paper has, each gone through. */
async function open(bytes) {
  const task = getDocument({
    data: bytes,
    verbosity: VerbosityLevel.WARNINGS,
    stopAtErrors: true,
    useSystemFonts: false,
    disableFontFace: true,
    standardFontDataUrl: `${installed}standard_fonts/`,
  });
  const paper = await task.promise;
  for (let n = 1; n <= paper.numPages; n++) {
    const page = await paper.getPage(n);
    const drawn = await page.getOperatorList();
    const text = await page.getTextContent();
    await page.getAnnotations();
    await page.getStructTree();
    if (!drawn.fnArray.includes(OPS.showText)) faults.push(`${name}: nothing is written on page ${n}`);
    if (!text.items.some((item) => item.str?.trim())) faults.push(`${name}: page ${n} has no text`);
  }
  if (!(await paper.getOutline())?.length) faults.push(`${name}: no bookmarks`);
  const pages = paper.numPages;
  await task.destroy();
  return pages;
}

const folder = argv[2];
const papers = readdirSync(folder).filter((file) => file.endsWith(".pdf")).sort();
let pages = 0;
for (name of papers) {
  try {
    pages += await open(new Uint8Array(readFileSync(join(folder, name))));
  } catch (error) {
    faults.push(`${name}: ${error.message}`);
  }
}
console.warn = quiet;
console.log = log;
for (const fault of faults) console.log(`   ${fault}`);
if (papers.length === 0 || faults.length > 0) {
  console.log(`   pdf.js: ${papers.length} papers, ${faults.length} faults`);
  exit(1);
}
console.log(`   pdf.js: ${papers.length} papers with ${pages} pages, no warning`);
