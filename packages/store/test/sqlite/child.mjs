/**
 * A second process for the tests: does what it is told with the database, prints "ready", and waits to be killed.
 * Usage: node child.mjs FILE TASK NOW
 */
import { openStore } from '../../dist/index.js';

const [file, task, now] = process.argv.slice(2);
const store = openStore({ file });
const at = Number(now);

const tasks = {
  lease: () => store.lease.acquire('child', at, 3600),
  claim: () => store.outbox.claim(at, 60, 10, 'child'),
  holdAndClaim: async () => {
    await store.lease.acquire('child', at, 3600);
    await store.outbox.claim(at, 7200, 10, 'child');
  },
  halfway: () => {
    const batch = {
      esims: [],
      now: at,
      readingsSince: null,
      places: false,
      addressesOn: null,
      learning: false,
    };
    return store.polling.answers(batch, () => ({
      confirmed: new Map(),
      answered: [firstAnswer(), hangingAnswer()],
      lessons: null,
    }));
  },
  freezing: async () => {
    const draft = await store.closing.begin('2026-03', () => undefined);
    await draft.fill({ usage: endless(), purchases: none(), reconciliation: none(), cost: none() });
  },
};

await tasks[task]();
hang();

/** Writes a day and opens an alert of which somebody is notified. */
function firstAnswer() {
  const reason = { kind: 'data-exhausted', measured: {}, reached: {}, next: null, nextAt: null };
  const decision = { kind: 'open', severity: 'critical', reason };
  const evaluation = { rule: 'used-up', ruleType: 'data-exhausted', epoch: 1, decision, alert: null };
  const addressees = [{ receiver: 'ops', recipient: 'o@x' }];
  return {
    esim: 1,
    at,
    days: [{ date: '2026-03-10', location: 'France', usedBytes: 7 }],
    rejected: [],
    purchases: null,
    reading: null,
    epoch: null,
    failure: null,
    transitions: [{ esim: 1, evaluation, notification: { addressees } }],
  };
}

/** Hangs when it is to be written, after the first one was. */
function hangingAnswer() {
  return {
    days: [],
    get esim() {
      return hang();
    },
  };
}

/** Rows that fill some slices, and then nothing more comes. */
async function* endless() {
  const row = {
    usageDate: '2026-03-10',
    iccid: '8944-e1',
    esimId: 'e1',
    location: 'France',
    quality: 'reported',
  };
  const owner = { label: null, costCentre: null, glCode: null, project: null };
  for (let page = 0; page < 9; page++) {
    yield Array.from({ length: 1_000 }, (_, index) => {
      const usedBytes = page * 1_000 + index;
      return { ...row, ...owner, usedBytes, countryCode: 'FR', firstSeenAt: at, lastChangedAt: at };
    });
  }
  hang();
}

async function* none() {}

function hang() {
  process.stdout.write('ready\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
