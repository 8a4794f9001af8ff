'use strict';

/** SQLite's driver is made for this version of Node-API. On a Node without it, opening a database ends the process. */
const NODE_API = 10;

/** True when the program runs on this Node. `versions` is its `process.versions`. */
exports.isSupported = (versions) => Number(versions.napi) >= NODE_API;

/** The first Node with that Node-API; of the odd releases, 23 has it from 23.6 on. */
exports.OLDEST_NODE = '22.14';
