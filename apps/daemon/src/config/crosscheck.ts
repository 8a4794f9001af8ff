import { nearest } from './nearest.js';
import type { Path } from './problem.js';
import { asList, asMapping, type RawMapping } from './raw.js';

export interface CrossProblem {
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string | null;
}

/**
 * What only shows when sections are looked at together. Works on the unvalidated file, so that these faults are
 * told together with all others.
 */
export function crosscheck(top: RawMapping): readonly CrossProblem[] {
  return [
    ...namesGivenTwice(top, 'rules'),
    ...namesGivenTwice(top, 'receivers'),
    ...namesGivenTwice(top, 'reports'),
    ...unknownReceivers(top),
    ...emailWithoutServer(top),
    ...inventoryMissing(top),
    ...passwordWithoutUser(top),
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
    return [{ path: [section, index, 'name'], message: `is the name of ${section}[${earlier}] already` }];
  });
}

function unknownReceivers(top: RawMapping): readonly CrossProblem[] {
  const known = asList(top.receivers)
    .map((receiver) => asMapping(receiver).name)
    .filter((name) => typeof name === 'string');
  return asList(top.routes).flatMap((route, index) =>
    asList(asMapping(route).receivers).flatMap((name, position) => {
      if (typeof name !== 'string' || known.includes(name)) return [];
      const path = ['routes', index, 'receivers', position];
      return [{ path, message: `there is no receiver "${name}"`, suggestion: nearest(name, known) }];
    }),
  );
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

function passwordWithoutUser(top: RawMapping): readonly CrossProblem[] {
  const smtp = asMapping(top.smtp);
  if (smtp.username !== undefined) return [];
  return ['password', 'passwordFile']
    .filter((key) => smtp[key] !== undefined)
    .map((key) => ({ path: ['smtp', key], message: 'is a password without a username' }));
}
