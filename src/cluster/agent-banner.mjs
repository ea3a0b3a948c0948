// Put in front of the bundle: what CommonJS modules take for granted.
// biome-ignore-all lint/correctness/noUnusedVariables: the bundled modules use them
const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = import.meta.dirname;
