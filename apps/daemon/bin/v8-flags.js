'use strict';
const { setFlagsFromString } = require('node:v8');

/** What the program sets, beside V8's own value. A flag that whoever started the program has set is left alone. */
const FLAGS = [
  // Left alone, V8 lets garbage pile up to four times what is in use before it clears it away, and keeps up to 96 MB for
  // what is young. With these limits large answers take a third of the memory. What is young is kept small only where whoever
  // started the program has not limited it, as the service, the container and the launcher do: that costs a poll a fifth of its CPU.
  { ours: '--heap-growing-percent=60', v8s: '--heap-growing-percent=0' },
  ...(isGiven('max-semi-space-size')
    ? []
    : [{ ours: '--semi-space-growth-factor=1', v8s: '--semi-space-growth-factor=2' }]),
  // Nothing is taken for old because some of it once lived long: a batch of answers is garbage soon, and what is made among
  // the old objects waits for the slow collections, which took a tenth of a poll's CPU.
  { ours: '--no-allocation-site-pretenuring', v8s: '--allocation-site-pretenuring' },
  // The HTTP client parses by WebAssembly, which V8 would optimise after a dozen answers. That takes as much CPU as a thousand of them, and
  // makes ten thousand no faster.
  { ours: '--wasm-tiering-budget=130000000', v8s: '--wasm-tiering-budget=13000000' },
].filter(({ ours }) => !isGiven(nameOf(ours)));

let areSet = false;

exports.setFlags = () => setFlags(true);

/**
 * What `load` returns. V8 accepts what it compiled before, Node's own modules and the program's, only under the flags that it had
 * then, and it had none.
 */
exports.withoutFlags = (load) => {
  if (!areSet) return load();
  setFlags(false);
  try {
    return load();
  } finally {
    setFlags(true);
  }
};

function setFlags(ours) {
  for (const flag of FLAGS) setFlagsFromString(ours ? flag.ours : flag.v8s);
  areSet = ours;
}

function nameOf(flag) {
  return flag.replace(/^--(no-)?|=.*$/g, '');
}

/** On Node's command line or in `NODE_OPTIONS`, in any of the spellings that V8 takes. */
function isGiven(name) {
  const given = [...process.execArgv, process.env.NODE_OPTIONS].join(' ').replaceAll('_', '-');
  return given.includes(name);
}
