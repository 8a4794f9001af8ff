'use strict';
const { setFlagsFromString } = require('node:v8');

/**
 * Left alone, V8 lets garbage pile up to four times what is in use before it clears it away, and keeps up to 96 MB for
 * what is young. With these limits large answers take a third of the memory. What is young is kept small only where whoever
 * started the program has not limited it, as the service, the container and the launcher do: that costs a poll a fifth of its CPU.
 */
exports.limitMemory = () => {
  setFlagsFromString('--heap-growing-percent=60');
  if (!isYoungSpaceLimited()) setFlagsFromString('--semi-space-growth-factor=1');
};

function isYoungSpaceLimited() {
  return [...process.execArgv, process.env.NODE_OPTIONS].some((flags) =>
    /--max[-_]semi[-_]space[-_]size/.test(flags),
  );
}
