/**
 * A second process for the tests: does what it is told with the database, prints "ready", and waits to be killed.
 * Usage: node child.mjs FILE TASK NOW
 */
import { openStore } from '../dist/index.js';

const [file, task, now] = process.argv.slice(2);
const store = openStore({ file });
const at = Number(now);

const tasks = {
  lease: () => store.lease.acquire('child', at, 3600),
  claim: () => store.outbox.claim(at, 60, 10, 'child'),
  halfway: () =>
    store.transaction(() => {
      store.usage.recordDays(1, [{ date: '2026-03-10', location: 'France', usedBytes: 7 }], at);
      store.outbox.addNews({
        change: 'opened',
        alertId: 1,
        severity: 'critical',
        receiver: 'ops',
        recipient: 'o@x',
        at,
      });
      hang();
    }),
};

tasks[task]();
hang();

function hang() {
  process.stdout.write('ready\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
