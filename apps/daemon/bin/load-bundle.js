'use strict';
// Loads the files of the bundle: CommonJS modules in ASCII, each wrapped in the function as which Node runs one. Beside them is what V8
// compiled of them when the bundle was made: reading that takes a third of the time of compiling it again. Another V8 does not accept
// it, and compiles, as it does where something is damaged.
const { hash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { withoutFlags } = require('./v8-flags.js');

/** The file with what V8 compiled of a file of the bundle. V8 compares only the length of the source: both are made, and replaced, together. */
exports.codeFile = (file) => file.replace(/\.cjs$/, '.code');

/** How to load a file from `folder`, by its name. `onScript` gets each file that is loaded, with its `vm.Script`. */
exports.loaderOf = (folder, onScript = () => {}) => {
  const modules = new Map();

  const load = (name) => modules.get(name)?.exports ?? withoutFlags(() => loadFirst(name));
  const loadFirst = (name) => {
    const module = { exports: {} };
    modules.set(name, module);
    const file = join(folder, name);
    const script = new Script(readFileSync(file, 'latin1'), {
      filename: file,
      cachedData: compiledOf(file),
    });
    onScript(file, script);
    const external = createRequire(file);
    const require = (id) => (id.startsWith('./') ? load(id.slice(2)) : external(id));
    script.runInThisContext().call(module.exports, module.exports, require, module, file, folder);
    return module.exports;
  };
  return load;
};

/** V8 runs whatever it is given as compiled, and a single bit that is wrong can end the process or change what the program does. */
const DIGEST = 'sha256';
const DIGEST_BYTES = 32;

/** What V8 compiled, as it is stored: with a digest, by which damage shows. */
exports.stored = (compiled) => Buffer.concat([compiled, hash(DIGEST, compiled, 'buffer')]);

/** What V8 compiled of a file; undefined where there is none, or not all of it as it was. */
function compiledOf(file) {
  let stored;
  try {
    stored = readFileSync(exports.codeFile(file));
  } catch {
    return undefined;
  }
  const compiled = stored.subarray(0, -DIGEST_BYTES);
  return hash(DIGEST, compiled, 'buffer').equals(stored.subarray(-DIGEST_BYTES)) ? compiled : undefined;
}
