'use strict';
const { setFlagsFromString } = require('node:v8');

/**
 * Left alone, V8 lets garbage pile up to four times what is in use before it clears it away, and keeps up to 96 MB for
 * what is young. With these limits large answers take a third of the memory. What is young is kept small only where whoever
 * started the program has not limited it, as the service, the container and the launcher do: that costs a poll a fifth of its CPU.
 */
const LIMITS = [
  { limited: '--heap-growing-percent=60', unlimited: '--heap-growing-percent=0' },
  ...(isYoungSpaceLimited()
    ? []
    : [{ limited: '--semi-space-growth-factor=1', unlimited: '--semi-space-growth-factor=2' }]),
];

let isLimited = false;

exports.limitMemory = () => setLimited(true);

/**
 * What `load` returns. V8 accepts what it compiled before, Node's own modules and the program's, only under the flags that it had
 * then, and it had none.
 */
exports.withoutLimits = (load) => {
  if (!isLimited) return load();
  setLimited(false);
  try {
    return load();
  } finally {
    setLimited(true);
  }
};

function setLimited(limited) {
  for (const flag of LIMITS) setFlagsFromString(limited ? flag.limited : flag.unlimited);
  isLimited = limited;
}

function isYoungSpaceLimited() {
  return [...process.execArgv, process.env.NODE_OPTIONS].some((flags) =>
    /--max[-_]semi[-_]space[-_]size/.test(flags),
  );
}
