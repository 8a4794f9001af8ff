#!/usr/bin/env node
'use strict';
// A module of CommonJS without new syntax: a Node.js that is too old for the program must come as far as to say so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 14)) {
  console.error(`roamwatch-simulator: Node.js 22.14 or later is needed; this is ${process.versions.node}`);
  process.exitCode = 2;
} else {
  // What rejects is a fault of the program: Node prints it and ends with 1.
  void start();
}

async function start() {
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
