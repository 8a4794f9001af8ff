'use strict';
/** In the place of what the program does not use of a library, see bundle.js. Calling it is an error that says so. */
class LeftOutOfTheBundle {}

module.exports = new Proxy({}, { get: () => LeftOutOfTheBundle });
