'use strict';
// What hand-over.js starts. A launcher that is killed by SIGKILL cannot pass anything on, but its end of the channel
// closes: then the program ends as it would have, had it been killed itself.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel.unref();

require('./start.js');
