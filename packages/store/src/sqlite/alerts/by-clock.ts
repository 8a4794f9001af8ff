import { performance } from 'node:perf_hooks';
import type { EsimKey } from '@roamwatch/core';
import { SliceSize } from '../../sql/database/slice-size.js';
import { esimWindows } from '../../sql/fleet/esim-windows.js';
import type { AlertStore } from '../../stores/alert-store.js';
import type { Connection } from '../database/connection.js';
import { dueByClock, setClockDue } from '../fleet/clock-due.js';
import { loadFacts } from '../fleet/facts.js';
import { alertsBefore } from './alerts-before.js';
import { writeTransitions } from './write-transitions.js';

/** eSIMs evaluated in one transaction. */
const FIRST_PAGE = 100;
const LIMITS = { least: 20, most: 500 };

/** Those that are due are looked for in the whole fleet, mostly in vain, before the transaction that evaluates some of them. */
export function byClock(connection: Connection): AlertStore['byClock'] {
  const keysDue = dueByClock(connection);
  const factsOf = loadFacts(connection);
  const alerts = alertsBefore(connection);
  const write = writeTransitions(connection);
  const setDue = setClockDue(connection);
  const windows = esimWindows(connection);
  const size = new SliceSize(FIRST_PAGE, LIMITS);
  return async ({ now, leftSince, addressesOn, after, limit: most }, decide) => {
    const limit = Math.min(most, size.current);
    const esims: EsimKey[] = [];
    for await (const window of windows(after)) {
      esims.push(...keysDue({ now, leftSince, ...window, limit: limit - esims.length }));
      if (esims.length === limit) break;
    }
    if (esims.length === 0) return { last: null, transitions: [] };
    await connection.othersTurn();
    const started = performance.now();
    const transitions = connection.transaction(() => {
      const changes = decide({ ...alerts(esims, addressesOn), facts: factsOf(esims, now) });
      const written = write(changes.transitions, now);
      setDue(changes.due);
      return written;
    });
    size.took(performance.now() - started);
    return { last: esims.length < limit ? null : (esims.at(-1) ?? null), transitions };
  };
}
