'use strict';
// Started by hand-over.js, with the script to run as its first argument. A launcher that is killed by SIGKILL cannot pass anything on, but its end of the channel
// closes: then the program ends as it would have, had it been killed itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel.unref();

const [start] = process.argv.splice(2, 1);
require(start);
