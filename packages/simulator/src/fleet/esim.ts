import { DAY, type UnixSeconds } from '@roamwatch/core';
import type { Persona } from './persona.js';
import { finalEndOf, type PackageRun, purchaseAt } from './run.js';
import { liveThrough, type Timeline } from './timeline.js';

/** A change that a person made to an eSIM through the API, as opposed to the events of its own life. */
export interface Application {
  /** When its profile was, or will be, generated. */
  readonly profileAt: UnixSeconds;
}

/** One eSIM: a pure function of seed, index and instant, but for being applied. */
export class SimulatedEsim {
  readonly persona: Persona;
  readonly iccid: string;
  readonly esimId: string;
  readonly referenceId: string;
  readonly #seed: number;
  #timeline: Timeline | null = null;

  constructor(seed: number, persona: Persona, iccid: string, esimId: string, referenceId: string) {
    this.#seed = seed;
    this.persona = persona;
    this.iccid = iccid;
    this.esimId = esimId;
    this.referenceId = referenceId;
  }

  /** Drawn when first needed: most of a list are before their trip. */
  get timeline(): Timeline {
    this.#timeline ??= liveThrough(this.#seed, this.persona);
    return this.#timeline;
  }

  /** When the traveller installs it at home; null: never. */
  get installedAt(): UnixSeconds | null {
    const { kind, departsAt, profileAt } = this.persona;
    if (kind === 'neverInstalled' || profileAt === null) return null;
    const daysBefore = 1 + (this.persona.index % 5);
    return Math.max(departsAt - daysBefore * DAY, Math.floor((profileAt + departsAt) / 2));
  }

  get revokedAt(): UnixSeconds | null {
    return this.persona.kind === 'revoked' ? (this.timeline[0].travelled?.curve.endsAt ?? null) : null;
  }

  /** The active package at `at`: the newest one bought. */
  runAt(at: UnixSeconds): PackageRun {
    return this.timeline.findLast((run) => run.purchasedAt <= at) ?? this.timeline[0];
  }

  profileAt(applied: Application | undefined): UnixSeconds | null {
    return this.persona.profileAt ?? applied?.profileAt ?? null;
  }

  statusAt(at: UnixSeconds, applied?: Application): string {
    const profileAt = this.profileAt(applied);
    if (profileAt === null || at < profileAt) return 'NEW';
    if (this.installedAt === null || at < this.installedAt) {
      return at < this.persona.lapsesAt ? 'READY' : 'EXPIRED';
    }
    if (at < this.persona.departsAt) return this.#inUse;
    if (this.revokedAt !== null && at >= this.revokedAt) return 'REVOKED';
    const run = this.runAt(at);
    const { endsAt } = purchaseAt(run, at);
    const over = run.startsAt !== null && at >= run.startsAt && endsAt !== null && at >= endsAt;
    return over ? 'EXPIRED' : this.#inUse;
  }

  get #inUse(): string {
    if (this.persona.kind === 'undocumentedStatus') return 'ACTIVE';
    return this.persona.kind === 'unknownStatus' ? 'UNKNOWN' : 'INSTALLED';
  }

  /** The last thing that happened to it until `at`. */
  updatedAt(at: UnixSeconds, applied?: Application): UnixSeconds {
    const { createdAt, departsAt, lapsesAt } = this.persona;
    const home = [createdAt, this.profileAt(applied), this.installedAt];
    if (this.installedAt === null) home.push(lapsesAt);
    const abroad = at < departsAt ? [] : [this.revokedAt, ...this.timeline.flatMap(eventsOf)];
    return [...home, ...abroad].reduce<number>(
      (latest, event) => (event !== null && event <= at && event > latest ? event : latest),
      createdAt,
    );
  }
}

function eventsOf(run: PackageRun): (UnixSeconds | null)[] {
  return [...run.purchases.map(({ at }) => at), run.startsAt, finalEndOf(run)];
}
