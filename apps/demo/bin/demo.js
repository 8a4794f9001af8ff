#!/usr/bin/env node
'use strict';
// As roamwatch.js does: an old Node must come as far as to say, or to start, what it is too old for.
const { existsSync } = require('fs');
const { join } = require('path');

if (
  !existsSync(join(__dirname, '../node_modules/roamwatch')) ||
  !existsSync(join(__dirname, '../dist/main.js'))
) {
  console.error('roamwatch: this checkout is not built yet: run "npm run demo" at its top');
  process.exitCode = 1;
} else if (require('roamwatch/bin/supported.js').isSupported(process.versions)) {
  require('./start.js');
} else {
  require('roamwatch/bin/hand-over.js');
}
