import { resolve } from 'node:path';
import { asList, asMapping, nearest, type Path, type RawMapping } from '@roamwatch/config-file';
import { parseDuration } from '@roamwatch/core';
import { DEFAULT_RULES } from './rule-schema.js';

const DEFAULT_DIR = './reports';

export interface CrossProblem {
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string | null;
}

/**
 * Faults that only show when sections are compared. Works on the unvalidated file, so that these faults are
 * reported together with all others.
 */
export function crosscheck(top: RawMapping): readonly CrossProblem[] {
  return [
    ...namesGivenTwice(top, 'rules'),
    ...namesGivenTwice(top, 'receivers'),
    ...namesGivenTwice(top, 'reports'),
    ...foldersGivenTwice(top),
    ...unknownReceivers(top),
    ...unknownRules(top),
    ...emailWithoutServer(top),
    ...inventoryMissing(top),
    ...summaryForTravellers(top),
    ...passwordWithoutUser(top),
    ...adaptiveKeys(top),
    ...pushNeeds(top),
  ];
}

function namesGivenTwice(top: RawMapping, section: string): readonly CrossProblem[] {
  const first = new Map<unknown, number>();
  return asList(top[section]).flatMap((item, index) => {
    const { name } = asMapping(item);
    const earlier = first.get(name);
    if (name === undefined || earlier === undefined) {
      first.set(name, index);
      return [];
    }
    return [
      { path: [section, index, 'name'], message: `duplicate name (already used by ${section}[${earlier}])` },
    ];
  });
}

/** The files of two reports have the same names: the later would overwrite the earlier. */
function foldersGivenTwice(top: RawMapping): readonly CrossProblem[] {
  const first = new Map<string, { readonly index: number; readonly name: unknown }>();
  return asList(top.reports).flatMap((item, index) => {
    const { name, dir = DEFAULT_DIR } = asMapping(item);
    if (typeof dir !== 'string') return [];
    const folder = resolve(dir);
    const earlier = first.get(folder);
    if (earlier === undefined) first.set(folder, { index, name });
    // One name twice is a fault already.
    if (earlier === undefined || earlier.name === name) return [];
    const path = asMapping(item).dir === undefined ? ['reports', index] : ['reports', index, 'dir'];
    return [
      { path, message: `reports[${earlier.index}] writes to the same folder: give each report its own dir` },
    ];
  });
}

function unknownReceivers(top: RawMapping): readonly CrossProblem[] {
  const known = namesOf(top.receivers);
  return asList(top.routes).flatMap((route, index) =>
    asList(asMapping(route).receivers).flatMap((name, position) =>
      unknown('receiver', name, known, ['routes', index, 'receivers', position]),
    ),
  );
}

function unknownRules(top: RawMapping): readonly CrossProblem[] {
  const known = [...namesOf(top.rules ?? DEFAULT_RULES), 'provider-down', 'account-balance'];
  return asList(top.routes).flatMap((route, index) => {
    const { rule } = asMapping(asMapping(route).match);
    const matched = known.some((name) => name.toLowerCase() === String(rule).toLowerCase());
    const isPattern = /[*?]/.test(String(rule));
    return matched || isPattern ? [] : unknown('rule', rule, known, ['routes', index, 'match', 'rule']);
  });
}

function unknown(what: string, name: unknown, known: readonly string[], path: Path): readonly CrossProblem[] {
  if (typeof name !== 'string' || known.includes(name)) return [];
  return [{ path, message: `there is no ${what} "${name}"`, suggestion: nearest(name, known) }];
}

function namesOf(section: unknown): readonly string[] {
  return asList(section)
    .map((item) => asMapping(item).name)
    .filter((name) => typeof name === 'string');
}

function emailWithoutServer(top: RawMapping): readonly CrossProblem[] {
  if (top.smtp !== undefined) return [];
  const message = 'email needs a server: add the section "smtp"';
  const using = (section: string, key: string) =>
    asList(top[section]).flatMap((item, index) =>
      asMapping(item)[key] === undefined ? [] : [{ path: [section, index, key], message }],
    );
  return [...using('receivers', 'email'), ...using('reports', 'emailTo')];
}

function inventoryMissing(top: RawMapping): readonly CrossProblem[] {
  if (top.inventory !== undefined) return [];
  return asList(top.receivers).flatMap((receiver, index) =>
    asMapping(asMapping(receiver).email).to === 'inventory'
      ? [
          {
            path: ['receivers', index, 'email', 'to'],
            message: 'needs the key "inventory" to take addresses from',
          },
        ]
      : [],
  );
}

/** Travellers are written to about their own eSIM alone. */
function summaryForTravellers(top: RawMapping): readonly CrossProblem[] {
  return asList(top.receivers).flatMap((receiver, index) => {
    const { summary, email } = asMapping(receiver);
    if (summary !== 'weekly' || asMapping(email).to !== 'inventory') return [];
    return [
      {
        path: ['receivers', index, 'summary'],
        message: 'covers the whole fleet: use a receiver with explicit addresses',
      },
    ];
  });
}

function adaptiveKeys(top: RawMapping): readonly CrossProblem[] {
  const { mode = 'cron', budget, floor = '10m', ceiling = '24h' } = asMapping(top.poll);
  if (mode === 'cron') {
    return ['budget', 'floor', 'ceiling']
      .filter((key) => key in asMapping(top.poll))
      .map((key) => ({ path: ['poll', key], message: 'needs "mode: adaptive"' }));
  }
  if (mode !== 'adaptive') return [];
  if (budget === undefined) return [{ path: ['poll', 'mode'], message: 'needs a "budget" such as 2000/h' }];
  if (!isShorter(ceiling, floor)) return [];
  return 'ceiling' in asMapping(top.poll)
    ? [{ path: ['poll', 'ceiling'], message: `is below the floor of ${floor}` }]
    : [{ path: ['poll', 'floor'], message: `is above the ceiling of ${ceiling}` }];
}

function pushNeeds(top: RawMapping): readonly CrossProblem[] {
  if (top.push === undefined) return [];
  const { secretFiles, secrets } = asMapping(top.push);
  const unserved = { path: ['push'], message: 'needs the section "http", which serves /push/roamify' };
  const tooMany = {
    path: ['push', 'secrets'],
    message: 'has more than two secrets together with secretFiles',
  };
  return [
    ...(top.http === undefined ? [unserved] : []),
    ...(asList(secretFiles).length > 0 && asList(secretFiles).length + asList(secrets).length > 2
      ? [tooMany]
      : []),
  ];
}

/** False also when one of them cannot be read, which is reported elsewhere. */
function isShorter(one: unknown, other: unknown): boolean {
  try {
    return parseDuration(String(one)) < parseDuration(String(other));
  } catch {
    return false;
  }
}

function passwordWithoutUser(top: RawMapping): readonly CrossProblem[] {
  const smtp = asMapping(top.smtp);
  if (smtp.username !== undefined) return [];
  return ['password', 'passwordFile']
    .filter((key) => smtp[key] !== undefined)
    .map((key) => ({ path: ['smtp', key], message: 'is a password without a username' }));
}
