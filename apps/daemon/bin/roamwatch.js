#!/usr/bin/env node
import { statSync } from 'node:fs';

// The bundle starts three times as fast as the modules one by one. The npm package holds it alone; in a checkout it
// counts as long as nothing was compiled after it.
const PACKAGES = ['core', 'client', 'store', 'notify', 'report', 'monitor', 'simulator'];

const entry = newestEntry();
if (entry === null) {
  console.error('roamwatch: this checkout is not built yet: run "npm test" or "npm run demo" at its top');
  process.exitCode = 1;
} else {
  const { main } = await import(entry);
  process.exitCode = await main(process.argv.slice(2));
}

function newestEntry() {
  const bundledAt = writtenAt('../bundle/cli/main.js');
  const compiledAt = writtenAt('../dist/.tsbuildinfo');
  if (compiledAt === 0) return bundledAt === 0 ? null : '../bundle/cli/main.js';
  const packagesAt = PACKAGES.map((name) => writtenAt(`../../../packages/${name}/dist/.tsbuildinfo`));
  return bundledAt > Math.max(compiledAt, ...packagesAt) ? '../bundle/cli/main.js' : '../dist/cli/main.js';
}

/** Milliseconds; 0 when there is no such file. */
function writtenAt(file) {
  return statSync(new URL(file, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
