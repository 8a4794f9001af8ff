import type { AnswersBefore, AnswersChanges } from '@roamwatch/core';
import type { AnswersBatch, AnswersWritten, PollingStore } from '../../stores/polling-store.js';
import { alertsBefore } from '../alerts/alerts-before.js';
import { writeTransitions } from '../alerts/write-transitions.js';
import type { Connection } from '../database/connection.js';
import { loadFacts, lockStates } from '../fleet/facts.js';
import { confirmReadings, recordFailures, rememberAnswers, saveEpochs } from '../fleet/remember-answers.js';
import { recordPurchases } from '../purchases/record.js';
import { addRejected } from '../rejected/add-rejected.js';
import { createLocations } from '../usage/locations.js';
import { readingsOf } from '../usage/readings-of.js';
import { recordDays } from '../usage/record-days.js';
import { recordReadings } from '../usage/record-reading.js';
import { fleetMemories } from './fleet-memory.js';
import { remember, remembered, setDue } from './memories.js';

export function answers(connection: Connection): PollingStore['answers'] {
  const load = loadBefore(connection);
  const write = writeChanges(connection);
  return (batch, decide) =>
    connection.transaction(async () => {
      const changes = decide(await load(batch));
      return { changes, ...(await write(changes, batch.now)) };
    });
}

function loadBefore(connection: Connection): (batch: AnswersBatch) => Promise<AnswersBefore> {
  const lock = lockStates(connection);
  const factsOf = loadFacts(connection);
  const alerts = alertsBefore(connection);
  const readings = readingsOf(connection);
  const memories = remembered(connection);
  const fleet = fleetMemories(connection);
  return async ({ esims, now, readingsSince, places, addressesOn, learning }) => {
    if (learning) await fleet.lock();
    await lock(esims);
    return {
      ...(await alerts(esims, addressesOn)),
      facts: new Map((await factsOf(esims, now, places)).map((one) => [one.esim, one])),
      readings: readingsSince === null ? new Map() : await readings(esims, readingsSince),
      learning: learning ? { remembered: await memories(esims), fleet: await fleet.fleetMemory() } : null,
    };
  };
}

/** Each kind of change of a whole batch is one statement or two. */
function writeChanges(
  connection: Connection,
): (changes: AnswersChanges, now: number) => Promise<Omit<AnswersWritten, 'changes'>> {
  const confirm = confirmReadings(connection);
  const days = recordDays(connection, createLocations(connection));
  const reject = addRejected(connection);
  const purchases = recordPurchases(connection);
  const readings = recordReadings(connection);
  const epochs = saveEpochs(connection);
  const failures = recordFailures(connection);
  const transitions = writeTransitions(connection);
  const rememberAll = rememberAnswers(connection);
  const memories = remember(connection);
  const due = setDue(connection);
  const fleet = fleetMemories(connection);

  return async ({ confirmed, answered, lessons }, now) => {
    await confirm(confirmed);
    // Before the days, which forget the digest that it stores where places were erased.
    await rememberAll(answered);
    const written = await days(answered.filter((one) => one.days.length > 0));
    await reject(answered.filter((one) => one.rejected.length > 0));
    await purchases(
      answered.flatMap(({ esim, at, purchases }) => (purchases ? [{ esim, at, purchases }] : [])),
    );
    await readings(
      answered.flatMap(({ esim, reading, failure }) =>
        reading ? [{ ...reading, esim, isWhole: failure === null }] : [],
      ),
    );
    await epochs(answered.flatMap(({ esim, epoch }) => (epoch ? [{ esim, epoch }] : [])));
    await failures(
      answered.flatMap(({ esim, at, failure }) => (failure === null ? [] : [{ esim, at, reason: failure }])),
    );
    const stored = await transitions(
      answered.flatMap((one) => one.transitions),
      now,
    );
    if (lessons) {
      await memories(lessons.memories);
      await due(lessons.due);
      await fleet.keep(lessons.fleet);
    }
    return { days: written, transitions: stored };
  };
}
