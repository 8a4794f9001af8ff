import { expect, test, vi } from 'vitest';
import type { LiveState } from '../ports/changes.js';
import { LiveWatch } from './watch.js';

function watched() {
  let revision = '1';
  const state = vi.fn(async (): Promise<LiveState> => ({ revision, worst: null, open: 0, isTrusted: true }));
  const watch = new LiveWatch({ state }, () => {}, 5);
  const change = (next: string) => {
    revision = next;
  };
  return { watch, state, change };
}

test('a change is notified once to each, also one between the page and the first look', async () => {
  const { watch, change } = watched();
  const seen: string[] = [];
  change('2');
  const stop = watch.listen('1', ({ revision }) => seen.push(revision));
  await vi.waitFor(() => expect(seen).toEqual(['2']));
  change('3');
  await vi.waitFor(() => expect(seen).toEqual(['2', '3']));
  stop();
});

test('nobody looks while nobody listens', async () => {
  const { watch, state } = watched();
  watch.listen('1', () => {})();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(state.mock.calls.length).toBeLessThanOrEqual(1);
  expect(watch.listeners).toBe(0);
});
