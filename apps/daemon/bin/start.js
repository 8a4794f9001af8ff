'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { setFlagsFromString } = require('node:v8');

// Left alone, V8 lets garbage pile up to four times what is in use before it clears it away, and keeps up to 96 MB for
// what is young. With these limits large answers take a third of the memory. What is young is kept small only where whoever
// started the program has not limited it, as the service, the container and the launcher do: that costs a poll a fifth of its CPU.
setFlagsFromString('--heap-growing-percent=60');
if (!isYoungSpaceLimited()) setFlagsFromString('--semi-space-growth-factor=1');

// The bundle starts three times as fast as the modules one by one. The npm package holds it alone; in a checkout it
// counts as long as it was made from what is compiled now.
const BUNDLE = join(__dirname, '../bundle');
const COMPILED = join(__dirname, '../dist');

start().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function start() {
  const folder = [BUNDLE, COMPILED].find(isCurrent);
  if (folder === undefined) {
    console.error('roamwatch: this checkout is not built yet: run "npm test" or "npm run demo" at its top');
    process.exitCode = 1;
    return;
  }
  const { main } = await import(pathToFileURL(join(folder, 'cli/main.js')).href);
  process.exitCode = await main(process.argv.slice(2));
}

function isYoungSpaceLimited() {
  return [...process.execArgv, process.env.NODE_OPTIONS].some((flags) =>
    /--max[-_]semi[-_]space[-_]size/.test(flags),
  );
}

function isCurrent(folder) {
  if (!existsSync(join(folder, 'cli/main.js'))) return false;
  return folder !== BUNDLE || !existsSync(COMPILED) || isMadeFrom(join(BUNDLE, 'made-from.json'));
}

/** The compiler's own record of a package says by hashes which sources it compiled. */
function isMadeFrom(file) {
  if (!existsSync(file)) return false;
  return Object.entries(JSON.parse(readFileSync(file, 'utf8'))).every(([record, hash]) => {
    const now = join(__dirname, '..', record);
    return existsSync(now) && createHash('sha256').update(readFileSync(now)).digest('hex') === hash;
  });
}
