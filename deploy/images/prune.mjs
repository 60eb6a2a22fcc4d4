// Takes out of an image's node_modules what no running service reads: 640 MB become about 100.
// Run once at the end of the dependency stage: node prune.mjs <folder that holds node_modules>
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const store = join(process.argv[2] ?? '.', 'node_modules', '.pnpm');
const packages = readdirSync(store);
const remove = (...path) => rmSync(join(...path), { recursive: true, force: true });

/** Folders `.pnpm/<name>@<version>…/node_modules/<package>` of one package. */
const foldersOf = (name) =>
  packages
    .filter((folder) => folder.startsWith(`${name.replace('/', '+')}@`))
    .map((folder) => join(store, folder, 'node_modules', name));

// Peers and types that only compilers want, and a browser runtime that the Node build of the embedding
// library carries inside itself.
const UNUSED = ['typescript@', '@typescript+', '@types+', 'onnxruntime-web@', '@img+sharp'];
for (const folder of packages) {
  if (UNUSED.some((prefix) => folder.startsWith(prefix))) remove(store, folder);
}

// Native code for other systems.
const platform = `${process.platform}-${process.arch}`;
for (const folder of foldersOf('onnxruntime-node')) {
  for (const napi of readdirSync(join(folder, 'bin'))) {
    keepOnly(join(folder, 'bin', napi), process.platform);
    keepOnly(join(folder, 'bin', napi, process.platform), process.arch);
  }
}
for (const folder of foldersOf('usearch')) {
  keepOnly(join(folder, 'prebuilds'), platform);
  for (const sources of ['numkong', 'include', 'c', 'cpp', 'cmake', 'build-aux']) remove(folder, sources);
}

// The embedding library imports `sharp` when it loads, for images that Strata never gives it: 18 MB of LGPL
// binaries. A stand-in keeps the import working.
for (const folder of foldersOf('sharp')) {
  remove(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'sharp', version: '0.0.0', main: 'index.js' }),
  );
  writeFileSync(
    join(folder, 'index.js'),
    "module.exports = () => { throw new Error('This image holds no image processing.'); };\n",
  );
}

// Declarations, source maps, TypeScript sources and prose; licences stay.
const DEAD_FILE = /\.(?:[cm]?ts|map|md|markdown)$|\.tsbuildinfo$/i;
const LICENCE = /^(?:licen[cs]e|copying|notice)/i;
removeDeadFiles(store);

/** Links are not followed: some lead to the workspace's own packages. */
function removeDeadFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeDeadFiles(join(folder, entry.name));
    else if (entry.isFile() && DEAD_FILE.test(entry.name) && !LICENCE.test(entry.name))
      remove(folder, entry.name);
  }
}

function keepOnly(folder, name) {
  if (!existsSync(join(folder, name))) throw new Error(`${folder} holds nothing for ${name}`);
  for (const other of readdirSync(folder)) if (other !== name) remove(folder, other);
}
