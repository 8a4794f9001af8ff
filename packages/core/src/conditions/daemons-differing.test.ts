import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../time/instant.js';
import { conditionInWords } from '../wording/conditions.js';
import { differencesAmong, type RunningDaemon } from './daemon-differences.js';
import { type ConditionMemory, NO_CONDITIONS, reviewDaemons } from './review.js';

const NOW = 1_770_000_000;

const a: RunningDaemon = {
  name: 'process 1 on a',
  version: '1.0.0',
  fingerprint: { rules: 'r1', routes: 'o1', inventory: 'i1' },
};
const same: RunningDaemon = { ...a, name: 'process 2 on b' };
const other: RunningDaemon = { ...same, fingerprint: { rules: 'r2', routes: 'o1', inventory: 'i2' } };

test('sections that differ are named with both daemons, in one order for everybody', () => {
  expect(differencesAmong([a, same])).toEqual([]);
  expect(differencesAmong([a, other])).toEqual([
    { daemons: ['process 1 on a', 'process 2 on b'], versions: null, sections: ['inventory', 'rules'] },
  ]);
  expect(differencesAmong([a, same, { ...other, name: 'process 3 on c' }])).toHaveLength(1);
});

test('nothing is reported without a comparison: one daemon, a silent one, a section that one lacks', () => {
  expect(differencesAmong([])).toEqual([]);
  expect(differencesAmong([other])).toEqual([]);
  expect(differencesAmong([a, { ...other, fingerprint: null }])).toEqual([]);
  expect(differencesAmong([a, { ...same, fingerprint: { rules: 'r1', push: 'p1' } }])).toEqual([]);
});

test('a section that the first daemon lacks is compared among those that have it', () => {
  const served = (name: string, http: string): RunningDaemon => ({
    ...a,
    name,
    fingerprint: { ...a.fingerprint, http },
  });
  const [b, c] = [served('process 2 on b', 'h1'), served('process 3 on c', 'h2')];
  const difference = { daemons: [b.name, c.name], versions: null, sections: ['http'] };
  expect(differencesAmong([a, b, c])).toEqual([difference]);
  const alsoOther = { ...c, fingerprint: { ...c.fingerprint, rules: 'r2' } };
  expect(differencesAmong([a, b, alsoOther])).toEqual([
    difference,
    { daemons: [a.name, c.name], versions: null, sections: ['rules'] },
  ]);
  expect(differencesAmong([a, { ...b, version: '1.1.0' }, c])).toHaveLength(1);
});

test('of different versions no section is compared: they may read one file differently', () => {
  const newer = { ...other, version: '1.1.0' };
  expect(differencesAmong([a, newer])).toEqual([
    { daemons: ['process 1 on a', 'process 2 on b'], versions: ['1.0.0', '1.1.0'], sections: [] },
  ]);
  expect(conditionInWords({ kind: 'daemons-differ', differences: differencesAmong([a, newer]) })).toBe(
    'process 1 on a has version 1.0.0 and process 2 on b version 1.1.0',
  );
});

/** Reviews a minute apart; what people are notified of, by its minute. */
function play(minutes: readonly (readonly RunningDaemon[])[]): readonly string[] {
  let memory: ConditionMemory = NO_CONDITIONS;
  return minutes.flatMap((daemons, minute) => {
    const { began, ended, memory: next } = reviewDaemons(daemons, memory, NOW + minute * MINUTE);
    memory = next;
    return [...began.map(() => `${minute} begins`), ...ended.map(() => `${minute} ends`)];
  });
}

const times = (count: number, daemons: readonly RunningDaemon[]) =>
  Array.from({ length: count }, () => daemons);

test('a difference that lasts is notified of once, and so is its end; one of a few minutes is not', () => {
  expect(play([...times(3, [a, other]), ...times(9, [a, same])])).toEqual([]);
  expect(play([...times(20, [a, other]), ...times(9, [a, same])])).toEqual(['5 begins', '20 ends']);
  // Another section begins to differ meanwhile.
  const more = { ...other, fingerprint: { ...other.fingerprint, routes: 'o2' } };
  expect(play([...times(9, [a, other]), ...times(9, [a, more]), [a, same]])).toEqual(['5 begins', '18 ends']);
});

test('however daemons come, go and differ, beginnings and ends alternate, and come and go seldom', () => {
  const states = fc.constantFrom([a, other], [a, same], [a], [other]);
  const runs = fc.array(fc.tuple(states, fc.integer({ min: 1, max: 40 })), { maxLength: 20 });
  fc.assert(
    fc.property(runs, (played) => {
      const told = play(played.flatMap(([daemons, count]) => times(count, daemons)));
      const words = told.map((one) => one.split(' ')[1]);
      expect(words).toEqual(words.map((_, index) => (index % 2 === 0 ? 'begins' : 'ends')));
    }),
  );
});

test('polls leave the condition as it is, and it leaves those of polls', () => {
  const open = [
    {
      condition: { kind: 'esims-failing', failing: 4, of: 20 },
      scale: 'fleet',
      since: NOW - HOUR,
      notified: true,
    } as const,
  ];
  const { memory, ended } = reviewDaemons([a, other], { ...NO_CONDITIONS, open }, NOW);
  expect(memory.open.map(({ condition }) => condition.kind)).toEqual(['esims-failing', 'daemons-differ']);
  expect(ended).toEqual([]);
});
