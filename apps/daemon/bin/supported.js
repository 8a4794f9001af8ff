'use strict';

const OLDEST = [22, 12];

/** Whether the program runs on this Node. `version` is its number, without a leading v: `22.12.0`. */
exports.isSupported = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

exports.OLDEST_NODE = OLDEST.join('.');
