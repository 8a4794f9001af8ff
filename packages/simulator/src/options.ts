import { DAY, type DataUnit, HOUR, type Seconds, UNIT_BYTES, type UnixSeconds } from '@roamwatch/core';
import type { Fault } from './faults/fault.js';
import { DEFAULT_MIX, type FleetMix } from './fleet/persona.js';
import { ICCID_FORMS, type IccidForm } from './wire/iccid-form.js';

/** Options of the simulator. Everything has a default; the same options give the same answers. */
export interface SimulatorOptions {
  /** Any whole number; the fleet and the faults follow from it. Default 1. */
  readonly seed?: number;
  /** eSIMs in the account at `startAt`. Default 300. */
  readonly size?: number;
  /** eSIMs ordered on each day after `startAt`. Default 0. */
  readonly newPerDay?: number;
  /** Age of the oldest order, in days before `startAt`. Default 120. */
  readonly orderedDays?: number;
  /** Relative weights of the kinds of eSIM. Default {@link DEFAULT_MIX}. */
  readonly mix?: FleetMix;
  /** The simulated instant at which it starts. Default 2025-01-06T00:00:00Z. */
  readonly startAt?: UnixSeconds;
  /** Simulated seconds for each real one: 0 is stopped, 1 is real time, 1440 a day a minute. Default 0. */
  readonly speed?: number;
  /** The port on loopback. Default 0: any free one. */
  readonly port?: number;
  /** The bearer token that is accepted. Default `simulator-token`. */
  readonly token?: string;
  /** A token that is known, but may do nothing (403). Default `simulator-token-without-permission`. */
  readonly powerlessToken?: string;
  /** The unit of figures. Default MB for the allowance and KB for daily usage, as in the vendor's sample. */
  readonly units?: { readonly allowance?: DataUnit; readonly dailyUsage?: DataUnit };
  /** `whole`: figures are cut to whole units (GB: to 3 decimals). `exact`: no byte is lost. Default `whole`. */
  readonly rounding?: 'whole' | 'exact';
  /** `20250102` or `2025-01-02`. Default `compact`. */
  readonly dateForm?: 'compact' | 'dashed';
  /** Figures and prices as JSON numbers or as text. Default `number`. */
  readonly numberForm?: 'number' | 'string';
  /**
   * How the list and the look-ups spell ICCIDs, and how requests have to. Answers about usage have the digits alone.
   * Default `plain`.
   */
  readonly iccidForm?: IccidForm;
  /** The server gives no list longer than this, whatever `limit` is. Default: no cap. */
  readonly listCap?: number;
  /** Usage is counted this often, and published up to half of it later. 0: always up to date. Default 4 h. */
  readonly lagSeconds?: Seconds;
  /** The share of days whose first figure is corrected a day or two later. Default 0.05. */
  readonly restatedShare?: number;
  /** Days of `dataUsages` before they drop out. Default 30. */
  readonly usageWindowDays?: number;
  /** At most so many of the newest days that have rows. Default: no limit. */
  readonly maxDays?: number;
  /** Faults that are there from the start; their times count from it. Default: none. */
  readonly faults?: readonly Fault[];
  /** Where the vendor's push (its webhooks) sends events, such as `http://127.0.0.1:8787/push/roamify`. Default: nowhere. */
  readonly pushUrl?: string | null;
  /** The secret that signs events. Default `simulator-push-secret`. */
  readonly pushSecret?: string;
  /** The time that generating a profile takes. */
  readonly apply?: {
    /** Real seconds for which the call is held before it answers. Default 0. */
    readonly holdSeconds?: number;
    /** Simulated seconds until the profile exists; requested earlier it is "still pending processing". Default 0. */
    readonly generateSeconds?: Seconds;
  };
}

/** The options with every default filled in. */
export type Settings = Required<Omit<SimulatorOptions, 'units' | 'apply'>> & {
  readonly units: Required<NonNullable<SimulatorOptions['units']>>;
  readonly apply: Required<NonNullable<SimulatorOptions['apply']>>;
};

export const DEFAULT_SETTINGS: Settings = {
  seed: 1,
  size: 300,
  newPerDay: 0,
  orderedDays: 120,
  mix: DEFAULT_MIX,
  startAt: Date.UTC(2025, 0, 6) / 1000,
  speed: 0,
  port: 0,
  token: 'simulator-token',
  powerlessToken: 'simulator-token-without-permission',
  units: { allowance: 'MB', dailyUsage: 'KB' },
  rounding: 'whole',
  dateForm: 'compact',
  numberForm: 'number',
  iccidForm: 'plain',
  listCap: Number.POSITIVE_INFINITY,
  lagSeconds: 4 * HOUR,
  restatedShare: 0.05,
  usageWindowDays: 30,
  maxDays: Number.POSITIVE_INFINITY,
  faults: [],
  pushUrl: null,
  pushSecret: 'simulator-push-secret',
  apply: { holdSeconds: 0, generateSeconds: 0 },
};

/** `more` goes before `options`; faults add up. */
export function mergeOptions(options: SimulatorOptions, more: SimulatorOptions): SimulatorOptions {
  const faults = [...(options.faults ?? []), ...(more.faults ?? [])];
  return {
    ...options,
    ...more,
    ...(faults.length > 0 && { faults }),
    ...(more.units && { units: { ...options.units, ...more.units } }),
    ...(more.apply && { apply: { ...options.apply, ...more.apply } }),
  };
}

/** An invalid option. The message names the option and the valid values. */
export class SimulatorOptionError extends Error {
  override readonly name = 'SimulatorOptionError';

  /** `demand` is the end of a sentence about the option: `must be one of …`. */
  constructor(
    option: string,
    readonly demand: string,
  ) {
    super(`${option} ${demand}`);
  }
}

/** The largest fleet: an ICCID has ten digits for the eSIM. */
const MOST_ESIMS = 4_000_000_000;
const LATEST_START = Date.UTC(2100, 0, 1) / 1000;

/** @throws {SimulatorOptionError} when a value is out of its range. */
export function settle(options: SimulatorOptions): Settings {
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    ...withoutUndefined(options),
    units: { ...DEFAULT_SETTINGS.units, ...withoutUndefined(options.units ?? {}) },
    apply: { ...DEFAULT_SETTINGS.apply, ...withoutUndefined(options.apply ?? {}) },
  };
  requireWhole('seed', settings.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  requireWhole('size', settings.size, 0, MOST_ESIMS);
  requireWhole('startAt', settings.startAt, 0, LATEST_START);
  requireWhole('port', settings.port, 0, 65_535);
  requireWhole('lagSeconds', settings.lagSeconds, 0, 30 * DAY);
  requireWhole('usageWindowDays', settings.usageWindowDays, 1, 36_500);
  requireWhole('apply.generateSeconds', settings.apply.generateSeconds, 0, 365 * DAY);
  requireRange('newPerDay', settings.newPerDay, 0, 1e9);
  requireRange('orderedDays', settings.orderedDays, 0, 36_500);
  requireRange('speed', settings.speed, 0, 1e9);
  requireRange('restatedShare', settings.restatedShare, 0, 1);
  requireRange('listCap', settings.listCap, 0, Number.POSITIVE_INFINITY);
  requireRange('maxDays', settings.maxDays, 1, Number.POSITIVE_INFINITY);
  requireRange('apply.holdSeconds', settings.apply.holdSeconds, 0, 3_600);
  requireOneOf('units.allowance', settings.units.allowance, Object.keys(UNIT_BYTES));
  requireOneOf('units.dailyUsage', settings.units.dailyUsage, Object.keys(UNIT_BYTES));
  requireOneOf('rounding', settings.rounding, ['whole', 'exact']);
  requireOneOf('dateForm', settings.dateForm, ['compact', 'dashed']);
  requireOneOf('numberForm', settings.numberForm, ['number', 'string']);
  requireOneOf('iccidForm', settings.iccidForm, ICCID_FORMS);
  requireMix(settings.mix);
  requireUrl('pushUrl', settings.pushUrl);
  return settings;
}

function withoutUndefined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function requireRange(name: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw new SimulatorOptionError(name, `must be a number from ${low} to ${high}, not ${value}`);
}

function requireWhole(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new SimulatorOptionError(name, `must be a whole number from ${low} to ${high}, not ${value}`);
}

function requireOneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new SimulatorOptionError(name, `must be one of ${choices.join(', ')}, not ${value}`);
}

function requireUrl(name: string, url: string | null): void {
  if (url === null || (URL.canParse(url) && /^https?:/.test(url))) return;
  throw new SimulatorOptionError(name, `must be an address that begins with http:// or https://, not ${url}`);
}

function requireMix(mix: FleetMix): void {
  const weights = Object.values(mix);
  const kinds = Object.keys(DEFAULT_MIX);
  for (const kind of Object.keys(mix)) requireOneOf('a kind in mix', kind, kinds);
  if (weights.every((weight) => weight >= 0) && weights.some((weight) => weight > 0)) return;
  throw new SimulatorOptionError('mix', 'needs weights of 0 or more, one of them above 0');
}
