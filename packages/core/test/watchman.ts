import { DAY, type EsimFacts, HOUR } from '../src/index.js';

const UNUSED_WITHIN = 14 * DAY;
const SILENT_AFTER = 8 * HOUR;
const JITTER = HOUR / 6;

/**
 * An independent model beside the notebook: a watchman who checks profiles nobody installs, at calls that stay
 * unanswered, at places nobody expected, and at the provider itself, and calls out what others should know.
 */
export class Watchman {
  private saidUnused = false;
  private saidSilent = false;
  private saidDown = false;
  private failures = 0;
  private readonly places = new Set<string>();

  /** One check of the provider as a whole. */
  askProvider(answer: 'ok' | 'unreachable' | 'refused'): string[] {
    this.failures = answer === 'ok' ? 0 : this.failures + 1;
    const isDown = answer === 'refused' || this.failures >= 3;
    if (isDown && !this.saidDown) {
      this.saidDown = true;
      return ['provider: down'];
    }
    if (answer !== 'ok' || !this.saidDown) return [];
    this.saidDown = false;
    return ['provider: up'];
  }

  get isProviderDown(): boolean {
    return this.saidDown;
  }

  look(facts: EsimFacts, now: number): string[] {
    return [...this.unused(facts, now), ...this.silent(facts, now), ...this.abroad(facts)];
  }

  private unused({ status, leftListAt, lapsesAt }: EsimFacts, now: number): string[] {
    if (lapsesAt === null) return [];
    const left = lapsesAt - now;
    if (status !== 'READY' || leftListAt !== null || left < -DAY) return [];
    if (left <= UNUSED_WITHIN) {
      const isNews = !this.saidUnused;
      this.saidUnused = true;
      return isNews ? ['unused: open'] : [];
    }
    if (!this.saidUnused || left <= UNUSED_WITHIN + JITTER) return [];
    this.saidUnused = false;
    return ['unused: over'];
  }

  private silent(
    { status, leftListAt, reading, firstSeenAt, failingSince }: EsimFacts,
    now: number,
  ): string[] {
    if (status !== 'INSTALLED' || leftListAt !== null || this.saidDown) return [];
    if (failingSince === null) {
      const wasSilent = this.saidSilent;
      this.saidSilent = false;
      return wasSilent ? ['silent: over'] : [];
    }
    const since = reading?.at ?? firstSeenAt;
    const isSilent = now - since >= SILENT_AFTER && now - failingSince >= HOUR;
    if (!isSilent || this.saidSilent) return [];
    this.saidSilent = true;
    return ['silent: open'];
  }

  private abroad({ leftListAt, status, days }: EsimFacts): string[] {
    if (leftListAt !== null || status === 'EXPIRED') return [];
    const found = days.map(({ location }) => location).filter((place) => place !== 'France');
    const unseen = found.filter((place) => !this.places.has(place));
    for (const place of unseen) this.places.add(place);
    return unseen.length > 0 ? ['abroad: open'] : [];
  }
}
