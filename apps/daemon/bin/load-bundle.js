'use strict';
// Loads the files of the bundle: CommonJS modules in ASCII, each wrapped in the function as which Node runs one. Beside them is what V8
// compiled of them when the bundle was made: reading that takes a third of the time of compiling it again. Another V8 does not accept
// it, and compiles.
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
      cachedData: read(exports.codeFile(file)),
    });
    onScript(file, script);
    const external = createRequire(file);
    const require = (id) => (id.startsWith('./') ? load(id.slice(2)) : external(id));
    script.runInThisContext().call(module.exports, module.exports, require, module, file, folder);
    return module.exports;
  };
  return load;
};

/** Undefined where there is none. */
function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
