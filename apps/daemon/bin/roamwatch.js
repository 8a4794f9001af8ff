#!/usr/bin/env node
'use strict';
// Every Node can read this file and what it requires by itself: an old one must come as far as to say, or to start,
// what it is too old for. The program's own modules are imported by start.js alone.
const { isSupported } = require('./supported.js');

if (isSupported(process.versions)) require('./start.js');
else require('./hand-over.js');
