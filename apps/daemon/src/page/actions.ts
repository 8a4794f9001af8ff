import { renameSync, writeFileSync } from 'node:fs';
import type { Seconds, UnixSeconds } from '@roamwatch/core';
import { closeMonth } from '@roamwatch/monitor';
import { NotClosable } from '@roamwatch/report';
import { type Silence, StoreError } from '@roamwatch/store';
import type { Actions, NewSilence } from '@roamwatch/web';
import type { Context } from '../context.js';
import { readInventoryText } from '../inventory/index.js';

/** Actions of operators on the page. Each action stores its author in the database. */
export function createActions(current: () => Context): Actions {
  return {
    async acknowledge(ids, by, comment) {
      const { store, now } = current();
      return count(ids, async (id) => {
        // Who sees an older page must not take the place of who was faster.
        const known = await store.pages.alert(id, now());
        return known?.acknowledgedAt === null && store.alerts.acknowledge(id, now(), by, comment);
      });
    },
    async unacknowledge(ids, by) {
      const { store, now } = current();
      return count(ids, (id) => store.alerts.unacknowledge(id, now(), by));
    },
    async silence(silence, by) {
      const { store, now } = current();
      const active = await store.silences.active(now());
      const same = active.find((one) => isSentTwice(one, silence, by, now()));
      return same?.id ?? store.silences.add({ ...silence, createdAt: now(), createdBy: by });
    },
    async endSilence(id, by) {
      const { store, now } = current();
      return store.silences.end(id, now(), by);
    },
    async retry(ids, by) {
      const { store, now, log } = current();
      log.info({ event: 'notifications-retried', by, ids }, 'notifications queued again');
      return count(ids, (id) => store.outbox.retry(id, now(), by));
    },
    async discard(ids, by) {
      const { store, now, log } = current();
      log.info({ event: 'notifications-discarded', by, ids }, 'notifications discarded');
      return count(ids, (id) => store.outbox.discard(id, now(), by));
    },
    async closeMonth(month, by) {
      const { store, now, config } = current();
      try {
        await closeMonth({ store, now: now(), timeZone: config.timeZone, by }, month);
        return null;
      } catch (error) {
        if (error instanceof NotClosable) return error.reason;
        if (error instanceof StoreError && error.reason === 'closing') return { kind: 'overtaken' };
        throw error;
      }
    },
    async replaceInventory(csv, by) {
      const { store, now, config, log } = current();
      if (config.inventory === null) return false;
      const { entries, digest } = readInventoryText(csv, config.inventory);
      writeWhole(config.inventory, csv);
      await store.inventory.replace(entries, digest, now(), by);
      log.info({ event: 'inventory', entries: entries.length, by }, 'inventory replaced on the page');
      return true;
    },
  };
}

async function count<Id>(ids: readonly Id[], act: (id: Id) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const id of ids) if (await act(id)) done += 1;
  return done;
}

/** A reader finds the former file or the new one, never a part. */
function writeWhole(file: string, text: string): void {
  const partial = `${file}.new`;
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, file);
}

/** A second click on a button. */
const TWICE_WITHIN: Seconds = 10;

function isSentTwice(known: Silence, silence: NewSilence, by: string, now: UnixSeconds): boolean {
  return (
    known.matcher === silence.matcher &&
    known.comment === silence.comment &&
    known.createdBy === by &&
    now - known.createdAt <= TWICE_WITHIN &&
    Math.abs(silence.endsAt - known.endsAt) <= TWICE_WITHIN
  );
}
