// Draws HWPX files with @rhwp/core, an independent implementation of the format, and prints what it drew.
// Arguments: the folder with node_modules, a JSON file of advances {code point: share of the size}, and a JSON
// list of files. One line of JSON a file: {"pages": [svg, …]} or {"error": "…"}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, advancesFile, listFile] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const advances = JSON.parse(readFileSync(advancesFile, "utf-8"));

// The renderer asks the page that it runs in how wide a text is.
globalThis.measureTextWidth = (font, text) => {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 10);
  let width = 0;
  for (const letter of text) width += advances[letter.codePointAt(0)] ?? 1;
  return width * size;
};

const core = await import(pathToFileURL(require.resolve("@rhwp/core")));
await core.default({ module_or_path: readFileSync(require.resolve("@rhwp/core/rhwp_bg.wasm")) });

for (const file of JSON.parse(readFileSync(listFile, "utf-8"))) {
  let drawn;
  try {
    const document = new core.HwpDocument(readFileSync(file));
    // Every letter names fifteen fonts, which is most of a drawing's size.
    const page = (number) => document.renderPageSvg(number).replaceAll(/ font-family="[^"]*"/g, "");
    drawn = { pages: Array.from({ length: document.pageCount() }, (_, number) => page(number)) };
    document.free();
  } catch (error) {
    drawn = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(drawn)}\n`);
}
