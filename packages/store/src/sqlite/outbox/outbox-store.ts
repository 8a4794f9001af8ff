import { claims } from '../../sql/outbox/delivery.js';
import { reading } from '../../sql/outbox/messages.js';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { byHand } from './by-hand.js';
import { deadLettering } from './dead-letter.js';
import { delivering } from './delivery.js';
import { planning } from './plan.js';
import { queueing } from './queue.js';
import { reconsidering } from './reconsider.js';
import { reminding } from './reminders.js';

export function createOutboxStore(connection: Connection): OutboxStore {
  return {
    ...planning(connection),
    ...reconsidering(connection),
    ...reminding(connection),
    ...queueing(connection),
    ...reading(connection),
    ...claims(connection),
    ...delivering(connection),
    ...deadLettering(connection),
    ...byHand(connection),
  };
}
