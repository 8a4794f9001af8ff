import type { Recipe } from './recipe.js';

/** The recipes, in the order for a list. */
export const RECIPES: readonly Recipe[] = [
  {
    name: 'runs-dry-today',
    about: 'most of the fleet runs out of data on the first day',
    sees: 'the first eSIMs without data within hours, and after a day most of the 40 with nothing left',
    script: `options:
  size: 40
  orderedDays: 30
  mix: { almostEmpty: 9, neverInstalled: 1 }
  lag: 3600
`,
  },
  {
    name: 'provider-that-lies',
    about: 'figures that contradict each other, change afterwards, or are none',
    sees: 'readings and rows that have to be rejected, days that are restated, and allowances that come and go',
    script: `options: { size: 100, restated: 0.5 }
faults:
  - { kind: unreadable-figures, operation: usage-details, probability: 0.05 }
  - { kind: missing-figures, operation: usage-details, probability: 0.05 }
  - { kind: unlimited-sentinel, operation: usage-details, probability: 0.05 }
  - { kind: overdrawn, operation: usage-details, probability: 0.02 }
  - { kind: unreadable-rows, operation: usage-details, probability: 0.2 }
  - { kind: negative-rows, operation: usage-details, probability: 0.2 }
  - { kind: respelled-places, operation: usage-details, probability: 0.3 }
  - { kind: noisy-prices, operation: packages-history }
  - { kind: unknown-status, operation: list, after: 2h, for: 1h, every: 6h }
`,
  },
  {
    name: 'outage',
    about: 'the API is down for 40 minutes of each day',
    sees: '503 to every request from one hour after the start, 40 minutes long, and again every 24 hours',
    script: `options: { size: 60 }
faults:
  - { kind: unavailable, after: 1h, for: 40m, every: 24h, retryAfterSeconds: 120 }
`,
  },
  {
    name: 'flapping',
    about: 'the API fails for 5 minutes in every 20',
    sees: '500 for the first 5 minutes, then 15 good ones, and so on',
    script: `options: { size: 60 }
faults:
  - { kind: server-error, for: 5m, every: 20m }
`,
  },
  {
    name: 'slow-provider',
    about: 'every answer takes 3 seconds, and some never come',
    sees: 'answers after 3 seconds, and one request for usage in fifty without any: a poll takes minutes',
    script: `options: { size: 60 }
faults:
  - { kind: slow, delayMs: 3000 }
  - { kind: hang, operation: usage-details, probability: 0.02 }
`,
  },
  {
    name: 'rate-limited',
    about: 'one request in three is refused as too many',
    sees: '429 with Retry-After, as seconds or as a date; who waits gets every answer',
    script: `options: { size: 60 }
faults:
  - { kind: rate-limited, probability: 0.2, retryAfterSeconds: 2 }
  - { kind: rate-limited, probability: 0.15, retryAfterSeconds: 2, retryAfterForm: date }
`,
  },
  {
    name: 'refused-token',
    about: 'the token is refused after an hour, for an hour',
    sees: '401 to every request in the second hour after the start, and good answers before and after it',
    script: `options: { size: 60 }
faults:
  - { kind: refused-token, after: 1h, for: 1h }
`,
  },
  {
    name: 'units-in-kb',
    about: 'all figures in KB, as text, with dashed dates',
    sees: '"1048576" as the allowance of a package of 1 GB: read as MB it is a thousand times too much',
    script: `options:
  size: 60
  allowanceUnit: KB
  usageUnit: KB
  numberForm: string
  dateForm: dashed
`,
  },
  {
    name: 'reissued-cards',
    about: 'after 6 hours every third eSIM has another id',
    sees: 'the same ICCIDs under other ids from then on, and 404 for the former ids',
    script: `options: { size: 60 }
faults:
  - { kind: reissued-ids, after: 6h }
`,
  },
  {
    name: 'short-list',
    about: 'the list ends after 50 eSIMs, whatever limit says',
    sees: '50 of 120 eSIMs in the list, while the others still answer by their ICCIDs',
    script: `options: { size: 120, listCap: 50 }
`,
  },
  {
    name: 'hostile-text',
    about: 'control characters and half characters in texts and ids',
    sees: 'escape sequences in status, notes and places, and after an hour in ids and ICCIDs as well',
    script: `options: { size: 60 }
faults:
  - { kind: hostile-text }
  - { kind: hostile-ids, after: 1h }
`,
  },
  {
    name: 'hundred-thousand',
    about: 'a fleet of 100,000 eSIMs',
    sees: 'a list of 100,000 eSIMs that is streamed, in an account whose usage takes hours to poll',
    script: `options: { size: 100000 }
`,
  },
];
