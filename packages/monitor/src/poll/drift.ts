import {
  DAY,
  DOCUMENTED_STATUSES,
  type ListedEsim,
  type Rejected,
  type Seconds,
  type UsageDetails,
} from '@roamwatch/core';
import type { Context } from '../context.js';

const LAST_USUAL_KEY = 'drift.last-usual';
const STATUSES_KEY = 'drift.statuses';

/** Fewer answers than this say nothing about the provider. */
const ENOUGH = 5;
/** A fault in this share of all answers is the provider's, not an eSIM's. */
const WIDESPREAD = 0.5;
/** A field is usual when nearly all have it, and gone when nearly none has. */
const NEARLY_ALL = 0.9;
const NEARLY_NONE = 0.1;
/** A field that is gone for so long is not coming back: nobody needs to hear of it any more. */
const MOURNED: Seconds = 7 * DAY;

/** Fields that may be missing in an answer without a fault, by their wire names. */
const USAGE_FIELDS: Readonly<Record<string, (details: UsageDetails) => boolean>> = {
  startedAt: ({ startedAt }) => startedAt !== null,
  expiredAt: ({ endsAt }) => endsAt !== null,
  dataUsages: ({ days }) => days.length > 0,
  'dataUsages[].location': ({ days }) => days.some(({ location }) => location !== ''),
};

const LIST_FIELDS: Readonly<Record<string, (esim: ListedEsim) => boolean>> = {
  iccid: ({ iccid }) => iccid !== null,
  createdAt: ({ createdAt }) => createdAt !== null,
  expiredAt: ({ expiresAt }) => expiresAt !== null,
};

/**
 * Notices when what the provider sends changes its shape: a field that is gone, figures in another format, a status
 * nobody heard of. Each single thing is set aside or taken as unknown; this says that it is not about single eSIMs.
 */
export class DriftWatch {
  readonly #list = new Tally('list entries', LIST_FIELDS);
  readonly #usage = new Tally('usage answers', USAGE_FIELDS);
  readonly #statuses = new Map<string, { readonly example: string; count: number }>();

  listed(esims: readonly ListedEsim[], rejected: readonly Rejected[]): void {
    for (const esim of esims) {
      this.#list.add(esim, [], esim.iccid ?? esim.esimId);
      const known = this.#statuses.get(esim.status);
      if (known) known.count += 1;
      else this.#statuses.set(esim.status, { example: esim.iccid ?? esim.esimId, count: 1 });
    }
    this.#list.fault(rejected);
  }

  heard(details: UsageDetails, rejected: readonly Rejected[]): void {
    this.#usage.add(details, rejected, details.iccid);
  }

  /** What the operator should hear, each with an example. Remembers what is usual. */
  warnings(ctx: Context): readonly string[] {
    return [...this.#list.warnings(ctx), ...this.#usage.warnings(ctx), ...this.#newStatuses(ctx)];
  }

  #newStatuses({ store, config }: Context): readonly string[] {
    const known = new Set<string>([
      ...DOCUMENTED_STATUSES,
      ...((store.settings.get(STATUSES_KEY) ?? []) as readonly string[]),
    ]);
    const unheardOf = [...this.#statuses].filter(([status]) => !known.has(status));
    if (unheardOf.length === 0) return [];
    store.settings.set(STATUSES_KEY, [...known, ...unheardOf.map(([status]) => status)]);
    return unheardOf.map(([status, { count, example }]) => {
      const asked = config.poll.statuses.includes(status)
        ? ''
        : '; it is not asked for usage unless poll.statuses names it';
      return `the provider has a new status ${status}: ${count} eSIMs, for example ${example}${asked}`;
    });
  }
}

/** What answers of one kind have in common. */
class Tally<T> {
  #answers = 0;
  readonly #faults = new Map<string, { readonly example: string; count: number }>();
  readonly #present = new Map<string, number>();
  #example = '';

  constructor(
    readonly kind: string,
    readonly fields: Readonly<Record<string, (answer: T) => boolean>>,
  ) {}

  add(answer: T, rejected: readonly Rejected[], iccid: string): void {
    this.#answers += 1;
    this.#example = iccid;
    for (const [field, has] of Object.entries(this.fields)) {
      if (has(answer)) this.#present.set(field, (this.#present.get(field) ?? 0) + 1);
    }
    const once = new Map(rejected.map((one) => [one.reason, one]));
    this.#count([...once.values()]);
  }

  /** Answers of which nothing could be used. */
  fault(rejected: readonly Rejected[]): void {
    this.#answers += rejected.filter(({ what }) => what === 'esim').length;
    this.#count(rejected);
  }

  warnings(ctx: Context): readonly string[] {
    if (this.#answers < ENOUGH) return [];
    const faults = this.#widespreadFaults();
    // A field that cannot be read looks as if it were gone; the fault says more.
    return faults.length > 0 ? faults : this.#goneFields(ctx);
  }

  #count(rejected: readonly Rejected[]): void {
    for (const { reason, sample } of rejected) {
      const known = this.#faults.get(reason);
      if (known) known.count += 1;
      else this.#faults.set(reason, { example: sample, count: 1 });
    }
  }

  #widespreadFaults(): readonly string[] {
    return [...this.#faults]
      .filter(([, { count }]) => count >= this.#answers * WIDESPREAD)
      .map(
        ([reason, { count, example }]) =>
          `${reason} in ${Math.min(count, this.#answers)} of ${this.#answers} ${this.kind}, for example ${example}: the provider may have changed its format`,
      );
  }

  #goneFields({ store, now }: Context): readonly string[] {
    const lastUsual = { ...(store.settings.get(LAST_USUAL_KEY) as Record<string, number> | undefined) };
    const gone: string[] = [];
    for (const field of Object.keys(this.fields)) {
      const key = `${this.kind} ${field}`;
      const share = (this.#present.get(field) ?? 0) / this.#answers;
      if (share >= NEARLY_ALL) lastUsual[key] = now();
      if (share <= NEARLY_NONE && now() - (lastUsual[key] ?? 0) < MOURNED) gone.push(field);
    }
    store.settings.set(LAST_USUAL_KEY, lastUsual);
    return gone.map(
      (field) =>
        `${field} is gone from nearly all of ${this.#answers} ${this.kind}, for example of ${this.#example}: the provider may have changed its format`,
    );
  }
}
