import { DAY, type EsimFacts, HOUR } from '../src/index.js';

/** What has been said of one subject in one package, and whether it is believed to be so. */
interface Page {
  readonly epoch: number;
  /** The worst that was said since it last recovered. */
  said: number;
  believed: boolean;
  good: number;
}

/**
 * The independent model: an attentive person with a notebook, who watches low data (25 %, then 10 %), at used-up
 * data, and at the package's end (7 d, 3 d, then 1 d), and announces what others should know.
 */
export class Notebook {
  private lastLook: number | null = null;
  private absence: { readonly from: number; readonly until: number } | null = null;
  private readonly pages = { low: [] as Page[], dry: [] as Page[], end: [] as Page[] };

  look(facts: EsimFacts, now: number): string[] {
    const { reading } = facts;
    const gone = facts.leftListAt !== null || facts.status === 'EXPIRED';
    const endsIn = reading?.packageEndsAt == null ? null : reading.packageEndsAt - now;
    const says: string[] = [];
    this.noteAbsence(now);

    const overForData = gone || (facts.status === 'READY' && !wasUsed(facts)) || (endsIn ?? 1) <= 0;
    if (overForData) {
      this.forget('low');
      this.forget('dry');
    } else if (facts.fresh && reading?.remainingBytes != null) {
      const dry = reading.remainingBytes <= 0 ? 1 : 0;
      const percent = percentLeft(facts);
      this.turn('dry', facts, dry, 'used-up', says);
      const isDry = this.note('dry', facts, dry, (percent ?? 0) > 5 ? 2 : 0, 'used-up', says);
      if (percent !== null) {
        const low = percent <= 10 ? 2 : percent <= 25 ? 1 : 0;
        this.turn('low', facts, low, 'low-data', says);
        if (isDry) this.setAside(facts, percent > 30);
        else this.note('low', facts, low, percent > 30 || percent >= 100 ? 2 : 0, 'low-data', says);
      }
    }

    const missed = facts.status !== 'READY' && this.wasMissed(reading?.packageEndsAt ?? null, facts, now);
    const overForTheEnd = gone || facts.status === 'READY' || (endsIn !== null && endsIn < -DAY);
    if (overForTheEnd && !missed) this.forget('end');
    else if (endsIn !== null) {
      const near = endsIn <= DAY ? 3 : endsIn <= 3 * DAY ? 2 : endsIn <= 7 * DAY ? 1 : 0;
      this.turn('end', facts, near, 'expiring', says);
      this.note('end', facts, near, endsIn > 7 * DAY + HOUR / 6 ? 1 : 0, 'expiring', says);
    }
    return says;
  }

  private noteAbsence(now: number): void {
    if (this.lastLook !== null && now - this.lastLook > HOUR)
      this.absence = { from: this.lastLook, until: now };
    this.lastLook = now;
  }

  /** An alert that ended during an absence is notified for a day after it. */
  private wasMissed(end: number | null, { firstSeenAt }: EsimFacts, now: number): boolean {
    if (end === null || this.absence === null || now - this.absence.until >= DAY) return false;
    const { from, until } = this.absence;
    return firstSeenAt <= from && end > from && end <= until;
  }

  /** Closes a subject's open pages silently; what was said stays written, and closed pages stay as they are. */
  private forget(subject: keyof Notebook['pages']): void {
    for (const page of this.pages[subject]) {
      if (page.believed) Object.assign(page, { believed: false, good: 0 });
    }
  }

  /** Stops believing in low data while there is none at all; one good reading may be noted meanwhile. */
  private setAside(facts: EsimFacts, isGood: boolean): void {
    const page = this.pageOf('low', epochOf('low', facts));
    const noted = facts.isNews ? 1 : page.good;
    page.good = !page.believed && page.said > 0 && isGood ? noted : 0;
    page.believed = false;
  }

  /** Leaves the pages of earlier packages: "over" is said where the new package is well. */
  private turn(
    subject: keyof Notebook['pages'],
    facts: EsimFacts,
    level: number,
    name: string,
    says: string[],
  ): void {
    for (const page of this.pages[subject]) {
      if (page.epoch === epochOf(subject, facts) || !page.believed) continue;
      page.believed = false;
      if (level === 0) says.push(`${name}: over`);
    }
  }

  /** Writes what is seen now; returns whether the subject is believed to apply. `goodFor`: looks that are needed. */
  private note(
    subject: keyof Notebook['pages'],
    facts: EsimFacts,
    level: number,
    goodFor: number,
    name: string,
    says: string[],
  ): boolean {
    const page = this.pageOf(subject, epochOf(subject, facts));
    if (level > page.said) {
      says.push(`${name}: step ${level}`);
      Object.assign(page, { said: level, believed: true, good: 0 });
    } else if (level > 0) {
      Object.assign(page, { believed: true, good: 0 });
    } else if (page.believed || page.said > 0) {
      // A repeated answer proves nothing about data.
      const counts = facts.isNews || goodFor === 1;
      if (goodFor === 0) page.good = 0;
      else if (counts) page.good += 1;
      if (goodFor > 0 && page.good >= goodFor) {
        says.push(`${name}: over`);
        Object.assign(page, { said: 0, believed: false, good: 0 });
      }
    }
    return page.believed;
  }

  private pageOf(subject: keyof Notebook['pages'], epoch: number): Page {
    const known = this.pages[subject].find((page) => page.epoch === epoch);
    if (known) return known;
    const page = { epoch, said: 0, believed: false, good: 0 };
    this.pages[subject].push(page);
    return page;
  }
}

/** A page about the end is kept for as long as the end is the same, whatever data is added. */
function epochOf(subject: keyof Notebook['pages'], { epoch }: EsimFacts): number {
  return (subject === 'end' ? epoch?.endSince : epoch?.number) ?? 0;
}

function wasUsed({ reading }: EsimFacts): boolean {
  if (reading === null || reading.remainingBytes === null) return false;
  return reading.remainingBytes <= 0 || reading.remainingBytes < (reading.allowanceBytes ?? 0);
}

/** Null without a size; that of nothing left need not be said again. */
function percentLeft({ reading, epoch }: EsimFacts): number | null {
  if (reading === null || reading.remainingBytes === null) return null;
  const size =
    reading.allowanceBytes ?? (reading.remainingBytes <= 0 ? (epoch?.allowanceBytes ?? null) : null);
  return size === null ? null : (reading.remainingBytes / size) * 100;
}
