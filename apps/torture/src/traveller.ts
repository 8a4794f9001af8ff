import type { ScriptedApi, ScriptedEsim, WireDay } from '@roamwatch/test-peers';
import type { Dice } from './dice.js';

export const DAY = 86_400;
const HOUR = 3_600;
const PLACES = ['France', 'Côte d’Ivoire', 'Germany'];
const SIZES_MB = [1024, 2048, 5120];

export const now = () => Math.floor(Date.now() / 1000);

/** An eSIM and its use, as they truly are. Data falls and ends come nearer until a top-up begins a new package. */
export class Traveller {
  /** Unix seconds at which the active package began. */
  epochSince = now();
  /** Not touched again before the program has seen the package as it began. */
  isFresh = true;
  /** How often thresholds were edited since the package began. */
  edits = 0;
  epochs = 1;
  readonly #used = new Map<string, { date: string; location: string; usage: number }>();

  constructor(public esim: ScriptedEsim) {}

  static join(api: ScriptedApi, number: number, dice: Dice): Traveller {
    const size = dice.pick(SIZES_MB);
    const esim = api.add({
      iccid: `89440000${String(number).padStart(11, '0')}`,
      id: `esim-${number}`,
      allowed: size,
      remaining: size,
      startedAt: now() - 10 * DAY,
      expiredAt: now() + 30 * DAY,
      packages: [{ name: `${size / 1024} GB - 30 Days`, at: now() - 10 * DAY }],
    });
    return new Traveller(esim);
  }

  get remainingMb(): number {
    return Number(this.esim.remaining);
  }

  get allowanceMb(): number {
    return Number(this.esim.allowed);
  }

  get endsAt(): number {
    return Number(this.esim.expiredAt);
  }

  /** Each day and place with its whole usage, in MB. */
  get days(): Iterable<{ readonly date: string; readonly location: string; readonly usage: number }> {
    return this.#used.values();
  }

  use(dice: Dice): void {
    const megabytes = dice.chance(15)
      ? this.remainingMb
      : Math.ceil((this.remainingMb * dice.number(5, 70)) / 100);
    const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    const location = dice.pick(PLACES);
    const known = this.#used.get(`${date} ${location}`);
    this.#used.set(`${date} ${location}`, { date, location, usage: (known?.usage ?? 0) + megabytes });
    this.esim.remaining = this.remainingMb - megabytes;
    this.esim.days = [...this.#used.values()] satisfies readonly WireDay[];
  }

  comeNearerToTheEnd(dice: Dice): void {
    const end = now() + dice.pick([5 * DAY, 2 * DAY, 12 * HOUR]);
    if (end < this.endsAt - HOUR) this.esim.expiredAt = end;
  }

  topUp(dice: Dice): void {
    const size = dice.pick(SIZES_MB.filter((one) => one !== this.allowanceMb));
    this.esim.allowed = size;
    this.esim.remaining = size;
    this.esim.expiredAt = Math.max(this.endsAt, now()) + 30 * DAY;
    const last = this.esim.packages.at(-1)?.at ?? 0;
    this.esim.packages = [
      ...this.esim.packages,
      { name: `${size / 1024} GB - 30 Days`, at: Math.max(now(), last + 1) },
    ];
    this.epochSince = now();
    this.epochs += 1;
    this.isFresh = true;
    this.edits = 0;
  }
}
