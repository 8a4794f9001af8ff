'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { setFlags } = require('./v8-flags.js');
const { loaderOf } = require('./load-bundle.js');

setFlags();

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
  const { main } = await load(folder);
  process.exitCode = await main(process.argv.slice(2));
}

function load(folder) {
  if (folder === BUNDLE) return loaderOf(join(BUNDLE, 'cli'))('main.cjs');
  return import(pathToFileURL(join(COMPILED, 'cli/main.js')).href);
}

function isCurrent(folder) {
  if (folder === COMPILED) return existsSync(join(COMPILED, 'cli/main.js'));
  return (
    existsSync(join(BUNDLE, 'cli/main.cjs')) &&
    (!existsSync(COMPILED) || isMadeFrom(join(BUNDLE, 'made-from.json')))
  );
}

/** The compiler's own record of a package says by hashes which sources it compiled. */
function isMadeFrom(file) {
  if (!existsSync(file)) return false;
  return Object.entries(JSON.parse(readFileSync(file, 'utf8'))).every(([record, hash]) => {
    const now = join(__dirname, '..', record);
    return existsSync(now) && createHash('sha256').update(readFileSync(now)).digest('hex') === hash;
  });
}
