import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';
import { claim } from './claim.js';
import { createMessage, rewrite } from './create-message.js';
import { counts, nextDueAt } from './depth.js';
import { freeClaims, markDead, markObsolete, markSent, retryAt } from './finish.js';
import { earlierMessages, lastTold } from './last-told.js';
import { message, undelivered } from './messages.js';
import { addNews, addresseesOf, dropNews, newsOf, takeOut, updateNews, waitingNews } from './news.js';
import { discard, revive } from './second-chance.js';

export function createOutboxStore(connection: Connection): OutboxStore {
  return {
    addNews: addNews(connection),
    waitingNews: waitingNews(connection),
    createMessage: createMessage(connection),
    rewrite: rewrite(connection),
    dropNews: dropNews(connection),
    newsOf: newsOf(connection),
    addresseesOf: addresseesOf(connection),
    takeOut: takeOut(connection),
    updateNews: updateNews(connection),
    message: message(connection),
    claim: claim(connection),
    freeClaims: freeClaims(connection),
    markSent: markSent(connection),
    markObsolete: markObsolete(connection),
    retryAt: retryAt(connection),
    markDead: markDead(connection),
    earlierMessages: earlierMessages(connection),
    lastTold: lastTold(connection),
    counts: counts(connection),
    nextDueAt: nextDueAt(connection),
    undelivered: undelivered(connection),
    revive: revive(connection),
    discard: discard(connection),
  };
}
