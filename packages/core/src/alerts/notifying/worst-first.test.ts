import { expect, test } from 'vitest';
import { type Ranked, worstFirst } from './worst-first.js';

function alert(name: string, given: Partial<Ranked>): Ranked & { readonly name: string } {
  return { name, change: 'opened', severity: 'warning', ruleType: 'data-low', remainingShare: 0.2, ...given };
}

test('a reader meets the worst first and what ended last', () => {
  const shuffled = [
    alert('odd', { ruleType: 'usage-spike' }),
    alert('over', { change: 'resolved', severity: 'critical', ruleType: 'data-exhausted' }),
    alert('low', {}),
    alert('lower', { remainingShare: 0.11 }),
    alert('used up', { severity: 'critical', ruleType: 'data-exhausted', remainingShare: 0 }),
    alert('ending', { severity: 'critical', ruleType: 'expiry', remainingShare: null }),
  ];
  const names = shuffled.sort(worstFirst).map(({ name }) => name);
  expect(names).toEqual(['used up', 'ending', 'lower', 'low', 'odd', 'over']);
});
