import type { AnswersBefore, AnswersChanges } from '@roamwatch/core';
import type { StoredTransition } from '../../stores/alert-store.js';
import type { AnswersBatch, AnswersWritten, PollingStore } from '../../stores/polling-store.js';
import { alertsBefore } from '../alerts/alerts-before.js';
import { writeTransitions } from '../alerts/write-transitions.js';
import type { Connection } from '../database/connection.js';
import { loadFacts } from '../fleet/facts.js';
import { recordFailure } from '../fleet/record-failure.js';
import { rememberAnswers } from '../fleet/remember-answers.js';
import { saveEpoch } from '../fleet/save-epoch.js';
import { recordPurchases } from '../purchases/record.js';
import { addRejected } from '../rejected/add-rejected.js';
import { confirmReadings } from '../usage/confirm-readings.js';
import { createLocations } from '../usage/locations.js';
import { readingsOf } from '../usage/readings-of.js';
import { recordDays } from '../usage/record-days.js';
import { recordReading } from '../usage/record-reading.js';
import { fleetMemory, keepFleetMemory } from './fleet-memory.js';
import { remember, remembered, setDue } from './memories.js';

export function answers(connection: Connection): PollingStore['answers'] {
  const load = loadBefore(connection);
  const write = writeChanges(connection);
  return async (batch, decide) =>
    connection.transaction(() => {
      const changes = decide(load(batch));
      return { changes, ...write(changes, batch.now) };
    });
}

function loadBefore(connection: Connection): (batch: AnswersBatch) => AnswersBefore {
  const factsOf = loadFacts(connection);
  const alerts = alertsBefore(connection);
  const readings = readingsOf(connection);
  const memories = remembered(connection);
  const fleet = fleetMemory(connection);
  return ({ esims, now, readingsSince, places, addressesOn, learning }) => ({
    ...alerts(esims, addressesOn),
    facts: new Map(factsOf(esims, now, places).map((one) => [one.esim, one])),
    readings: readingsSince === null ? NO_READINGS : readings(esims, readingsSince),
    learning: learning ? { remembered: memories(esims), fleet: fleet() } : null,
  });
}

const NO_READINGS: AnswersBefore['readings'] = new Map();

function writeChanges(
  connection: Connection,
): (changes: AnswersChanges, now: number) => Omit<AnswersWritten, 'changes'> {
  const confirm = confirmReadings(connection);
  const days = recordDays(connection, createLocations(connection));
  const reject = addRejected(connection);
  const purchases = recordPurchases(connection);
  const reading = recordReading(connection);
  const epoch = saveEpoch(connection);
  const failure = recordFailure(connection);
  const transitions = writeTransitions(connection);
  const rememberAll = rememberAnswers(connection);
  const learn = {
    memories: remember(connection),
    due: setDue(connection),
    fleet: keepFleetMemory(connection),
  };

  return ({ confirmed, answered, lessons }, now) => {
    if (confirmed.size > 0) confirm(confirmed);
    // Before the days, which forget the digest that it stores where places were erased.
    rememberAll(answered);
    const written = {
      days: days(answered.filter((one) => one.days.length > 0)),
      transitions: [] as StoredTransition[],
    };
    for (const one of answered) {
      const { esim, at } = one;
      if (one.rejected.length > 0) reject(esim, one.rejected, at);
      if (one.purchases) purchases(esim, one.purchases, at);
      if (one.reading) reading(esim, one.reading);
      if (one.epoch) epoch(esim, one.epoch);
      if (one.failure !== null) failure(esim, at, one.failure);
      if (one.transitions.length > 0) written.transitions.push(...transitions(one.transitions, now));
    }
    if (lessons) {
      learn.memories(lessons.memories);
      learn.due(lessons.due);
      learn.fleet(lessons.fleet);
    }
    return written;
  };
}
