import { RoamifyError } from '@roamwatch/client';
import { expect, test } from 'vitest';
import { joinStages } from '../poll/stage.js';
import { stageFromJson, stageToJson } from './stage-json.js';

test('the result of a stage is the same to another process', () => {
  const failure = new RoamifyError('rate-limited', 'slow down', {
    operation: 'usage-details',
    httpStatus: 429,
    retryAfter: 7,
  });
  const stage = joinStages({
    failure,
    problems: ['a problem'],
    calls: { answered: 3, failed: 1, error: failure },
    observed: {
      examples: new Map([['READY', '8944']]),
      usage: {
        answers: 2,
        read: 2,
        faults: new Map([['bad date', { count: 1, example: 'x' }]]),
        present: new Map([['expiredAt', 2]]),
        example: '8944',
      },
    },
  });
  const copy = stageFromJson(JSON.parse(JSON.stringify(stageToJson(stage))));
  expect(copy).toEqual(stage);
  expect(copy.failure).toMatchObject({ message: failure.message, refused: false, retryAfter: 7 });
});
