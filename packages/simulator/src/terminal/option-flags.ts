import type { DataUnit } from '@roamwatch/core';
import { DEFAULT_MIX } from '../fleet/persona.js';
import { DEFAULT_SETTINGS, SimulatorOptionError, type SimulatorOptions, settle } from '../options.js';
import { ICCID_FORMS } from '../wire/iccid-form.js';

/** An option of {@link startSimulator} as a command line flag. */
export interface SimulatorFlag {
  /** As a command line parser takes it: `--seed <number>`. */
  readonly flags: string;
  readonly description: string;
  /** The default, for the help text. */
  readonly defaultText: string;
  /** @throws {SimulatorOptionError} naming the flag, when the text cannot be read or is out of its range. */
  read(text: string): SimulatorOptions;
}

/** The key under which a command line parser has the value of a flag: `newPerDay` for `--new-per-day <number>`. */
export function keyOf({ flags }: Pick<SimulatorFlag, 'flags'>): string {
  return flags.replace(/^--| .*$/g, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function flag(
  flags: string,
  description: string,
  defaultText: string | number,
  read: (text: string, name: string) => SimulatorOptions,
): SimulatorFlag {
  const name = flags.split(' ', 1)[0] ?? flags;
  return {
    flags,
    description,
    defaultText: String(defaultText),
    read: (text) => valid(name, read(text, name)),
  };
}

/** An option that is out of its range is refused under the name it has on the command line. */
function valid(name: string, options: SimulatorOptions): SimulatorOptions {
  try {
    settle(options);
    return options;
  } catch (error) {
    throw error instanceof SimulatorOptionError ? new SimulatorOptionError(name, error.demand) : error;
  }
}

const preset = DEFAULT_SETTINGS;

/** The options that are one value each, in the order for a help text. */
export const OPTION_FLAGS: readonly SimulatorFlag[] = [
  flag('--port <number>', 'port on loopback; 0: any free one', preset.port, (text, name) => ({
    port: toNumber(text, name),
  })),
  flag('--seed <number>', 'determines the fleet and the faults', preset.seed, (text, name) => ({
    seed: toNumber(text, name),
  })),
  flag('--size <number>', 'eSIMs in the account at the start', preset.size, (text, name) => ({
    size: toNumber(text, name),
  })),
  flag('--new-per-day <number>', 'eSIMs ordered on each later day', preset.newPerDay, (text, name) => ({
    newPerDay: toNumber(text, name),
  })),
  flag(
    '--ordered-days <number>',
    'age of the oldest order at the start, in days',
    preset.orderedDays,
    (text, name) => ({
      orderedDays: toNumber(text, name),
    }),
  ),
  flag(
    '--mix <kinds>',
    `weights such as traveller=9,unlimited=1; kinds: ${Object.keys(DEFAULT_MIX).join(' ')}`,
    'a bit of each',
    (text, name) => ({
      mix: toMix(text, name),
    }),
  ),
  flag(
    '--start <instant>',
    'simulated time at the start, ISO 8601 or Unix seconds',
    new Date(preset.startAt * 1000).toISOString(),
    (text, name) => ({
      startAt: toInstant(text, name),
    }),
  ),
  flag(
    '--speed <factor>',
    'simulated seconds for each real one: 0 stops it, 1440 is a day a minute',
    preset.speed,
    (text, name) => ({
      speed: toNumber(text, name),
    }),
  ),
  flag('--token <text>', 'the bearer token that is accepted', preset.token, (token) => ({ token })),
  flag(
    '--powerless-token <text>',
    'a token that is answered 403',
    preset.powerlessToken,
    (powerlessToken) => ({
      powerlessToken,
    }),
  ),
  flag(
    '--allowance-unit <unit>',
    'unit of allowance and remaining: B, KB, MB or GB',
    preset.units.allowance,
    (text) => ({
      units: { allowance: text as DataUnit },
    }),
  ),
  flag('--usage-unit <unit>', 'unit of daily usage: B, KB, MB or GB', preset.units.dailyUsage, (text) => ({
    units: { dailyUsage: text as DataUnit },
  })),
  flag('--rounding <form>', 'figures cut to whole units, or exact', preset.rounding, (text) => ({
    rounding: text as 'whole',
  })),
  flag('--date-form <form>', 'compact (20250102) or dashed (2025-01-02)', preset.dateForm, (text) => ({
    dateForm: text as 'compact',
  })),
  flag('--number-form <form>', 'figures and prices as number or as string', preset.numberForm, (text) => ({
    numberForm: text as 'number',
  })),
  flag('--iccid-form <form>', `spelling of ICCIDs: ${ICCID_FORMS.join(', ')}`, preset.iccidForm, (text) => ({
    iccidForm: text as 'plain',
  })),
  flag(
    '--list-cap <number>',
    'most eSIMs in a list, whatever limit the request has',
    'none',
    (text, name) => ({
      listCap: toNumber(text, name),
    }),
  ),
  flag(
    '--lag <seconds>',
    'how often usage is counted; it shows up to half of that later',
    preset.lagSeconds,
    (text, name) => ({
      lagSeconds: toNumber(text, name),
    }),
  ),
  flag(
    '--restated <share>',
    'share of days whose figure is corrected later, 0 to 1',
    preset.restatedShare,
    (text, name) => ({
      restatedShare: toNumber(text, name),
    }),
  ),
  flag(
    '--window <days>',
    'days of daily usage before they drop out',
    preset.usageWindowDays,
    (text, name) => ({
      usageWindowDays: toNumber(text, name),
    }),
  ),
  flag('--push-url <address>', "where the vendor's push sends events", 'nowhere', (pushUrl) => ({ pushUrl })),
  flag('--push-secret <text>', 'secret that signs pushed events', preset.pushSecret, (pushSecret) => ({
    pushSecret,
  })),
  flag(
    '--apply-hold <seconds>',
    'real seconds before apply is answered',
    preset.apply.holdSeconds,
    (text, name) => ({
      apply: { holdSeconds: toNumber(text, name) },
    }),
  ),
  flag(
    '--apply-generate <seconds>',
    'simulated seconds until an applied profile exists',
    preset.apply.generateSeconds,
    (text, name) => ({
      apply: { generateSeconds: toNumber(text, name) },
    }),
  ),
];

function toNumber(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new SimulatorOptionError(name, `needs a number, not "${text}"`);
}

function toInstant(text: string, name: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  if (Number.isFinite(seconds)) return Math.floor(seconds);
  throw new SimulatorOptionError(name, `needs an instant such as 2025-01-06T00:00:00Z, not "${text}"`);
}

function toMix(text: string, name: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [kind = '', weight = ''] = part.split('=');
      return [kind.trim(), toNumber(weight, name)];
    }),
  );
}
