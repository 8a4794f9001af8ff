// The world outside Roamwatch, in a separate process so that its memory is not taken for Roamwatch's.

import { startSimulator } from '@roamwatch/simulator';
import { startHookCatcher, startMailCatcher } from '@roamwatch/test-peers';

const [size, startAt] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({ seed: 7, size, startAt, newPerDay: size / 60 });
const mail = await startMailCatcher();
const hook = await startHookCatcher();
simulator.faults.add({ kind: 'server-error', probability: 0.01 });
simulator.faults.add({ kind: 'unreadable-rows', operation: 'usage-details', probability: 0.01 });
simulator.faults.add({ kind: 'cut', operation: 'usage-details', probability: 0.005 });

process.on('message', (at) => {
  simulator.clock.set(at);
  process.send(at);
});
process.on('disconnect', () => process.exit());
process.send({ url: simulator.url, token: simulator.token, mailPort: mail.port, hookUrl: hook.url });
