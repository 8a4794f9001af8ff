import { inSchema } from '@roamwatch/config-file';
import { HOOKS } from '@roamwatch/notify/channels';
import { HOOK_KINDS } from './receiver-schema.js';
import { HTTP_URL_FORM, LOOPBACK_FORM } from './text-form.js';

/*
 * The program's requirements on combinations of keys, as far as a JSON Schema can express it. The program's own check decides: this
 * only lets editors see the same.
 */

type Part = Readonly<Record<string, unknown>>;

const has = (...keys: readonly string[]): Part => ({ required: keys });
const not = (part: Part): Part => ({ not: part });
/** A secret as text or from a file. */
const atMostOne = (key: string): Part => not(has(key, `${key}File`));
const either = (key: string): Part => ({ anyOf: [has(key), has(`${key}File`)] });
const some = (list: string, item: Part): Part => ({
  required: [list],
  properties: { [list]: { contains: item } },
});
const within = (key: string, part: Part): Part => ({ properties: { [key]: part } });

const ADDRESS: Part = { pattern: inSchema(HTTP_URL_FORM) };
/** A token is one word. */
const TOKEN: Part = { pattern: inSchema('\\S+') };

/** Of a rule with thresholds. */
export const NEEDS_THRESHOLDS: Part = { anyOf: [has('warning'), has('critical')] };

const receiver: Part = {
  allOf: [
    { oneOf: ['email', ...HOOK_KINDS].map((kind) => has(kind)) },
    ...HOOK_KINDS.map((kind) =>
      within(kind, {
        allOf: Object.entries(HOOKS[kind].secrets).flatMap(([key, { required, isUrl }]) => [
          atMostOne(key),
          ...(required === null ? [] : [either(key)]),
          ...(isUrl ? [within(key, ADDRESS)] : []),
        ]),
      }),
    ),
  ],
};

const adaptive: Part = {
  allOf: [
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { if: { required: ['mode'], properties: { mode: { const: 'adaptive' } } }, then: has('budget') },
    {
      // Left out, it is cron. From the environment it can be either.
      if: { properties: { mode: { const: 'cron' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: not({ anyOf: [has('budget'), has('floor'), has('ceiling')] }),
    },
  ],
};

const smtp: Part = {
  allOf: [
    atMostOne('password'),
    { dependentRequired: { password: ['username'], passwordFile: ['username'] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { if: has('username'), then: either('password') },
  ],
};

const toInventory = {
  required: ['email'],
  properties: { email: { required: ['to'], properties: { to: { const: 'inventory' } } } },
};

/** Travellers are written to about their own eSIM alone. */
const summaryForTravellers: Part = {
  allOf: [toInventory, { required: ['summary'], properties: { summary: { const: 'weekly' } } }],
};

const beyondThisMachine: Part = {
  required: ['listen'],
  properties: { listen: not({ pattern: inSchema(LOOPBACK_FORM) }) },
};

const http: Part = {
  allOf: [
    atMostOne('token'),
    atMostOne('viewerToken'),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { if: { anyOf: [beyondThisMachine, either('viewerToken')] }, then: either('token') },
  ],
};

/** So many secrets in files, and so many as text. */
const atLeast = (secretFiles: number, secrets: number): Part => ({
  ...has('secretFiles', 'secrets'),
  properties: { secretFiles: { minItems: secretFiles }, secrets: { minItems: secrets } },
});

/** Of the whole configuration. */
export const RELATIONS: readonly Part[] = [
  within('api', { allOf: [atMostOne('token'), within('token', TOKEN)] }),
  within('http', http),
  atMostOne('heartbeatUrl'),
  within('heartbeatUrl', ADDRESS),
  within('reports', { items: within('schedule', { pattern: inSchema('\\S+(\\s+\\S+){4}') }) }),
  within('poll', adaptive),
  within('smtp', smtp),
  within('receivers', { items: { allOf: [receiver, not(summaryForTravellers)] } }),
  { dependentRequired: { push: ['http'] } },
  within('push', { allOf: [not(atLeast(1, 2)), not(atLeast(2, 1))] }),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  { if: { anyOf: [some('receivers', has('email')), some('reports', has('emailTo'))] }, then: has('smtp') },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  { if: some('receivers', toInventory), then: has('inventory') },
];
