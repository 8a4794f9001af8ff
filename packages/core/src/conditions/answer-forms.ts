import type { UnixSeconds } from '../time/instant.js';
import {
  type AnswerKind,
  type ConditionScale,
  concernsTheFleet,
  type FoundCondition,
  keyOf,
  stillConcernsTheFleet,
  USUAL_AFTER,
} from './condition.js';
import type { Tally } from './observe.js';

/** Fewer answers than this do not show what is usual. */
const ENOUGH = 5;
/** A field is usual when nearly all have it, and gone when nearly none has. */
const NEARLY_ALL = 0.9;
const NEARLY_NONE = 0.1;

/** Without these a rule is blind. */
const NEEDED: Readonly<Record<AnswerKind, readonly string[]>> = {
  list: ['iccid', 'expiredAt'],
  usage: ['expiredAt'],
  history: [],
};
const MAY_BE_GONE: Readonly<Record<AnswerKind, readonly string[]>> = {
  list: [...NEEDED.list, 'createdAt'],
  usage: [...NEEDED.usage, 'startedAt', 'dataUsages', 'dataUsages[].location'],
  history: [],
};

/** No alert needs a history, and one that was read is not requested again for weeks. */
const SCALE: Readonly<Record<AnswerKind, ConditionScale>> = {
  list: 'fleet',
  usage: 'fleet',
  history: 'note',
};

/** When a field was last usual, by the kind of answer and its name. */
export type LastUsual = Readonly<Record<string, UnixSeconds>>;

/** Fields that can be read in none, or few, of the answers although they came: the provider may have changed its form. */
export function findUnreadable(
  answers: AnswerKind,
  { answers: of, faults }: Tally,
  open: ReadonlySet<string>,
): readonly FoundCondition[] {
  return [...faults].flatMap(([reason, { count: rows, example }]) => {
    const count = Math.min(rows, of);
    const condition = { kind: 'unreadable', answers, reason, count, of, example } as const;
    const concerns = open.has(keyOf(condition)) ? stillConcernsTheFleet : concernsTheFleet;
    return concerns(count, of) ? [{ condition, scale: SCALE[answers], notify: true }] : [];
  });
}

/** Fields that are gone from answers that had them; one that has been gone for a week is not coming back. */
export function findFieldsGone(
  answers: AnswerKind,
  tally: Tally,
  lastUsual: LastUsual,
  open: ReadonlySet<string>,
  now: UnixSeconds,
): readonly FoundCondition[] {
  const { answers: of, example } = tally;
  return MAY_BE_GONE[answers].flatMap((field) => {
    const condition = { kind: 'field-gone', answers, field, of, example } as const;
    const isMissing = open.has(keyOf(condition)) ? isStillGone(field, tally) : isGone(field, tally);
    const isRecent = now - (lastUsual[usualKey(answers, field)] ?? 0) < USUAL_AFTER;
    const isNeeded = NEEDED[answers].includes(field);
    return isMissing && isRecent ? [{ condition, scale: isNeeded ? 'fleet' : 'note', notify: isNeeded }] : [];
  });
}

function isGone(field: string, { answers, read, present }: Tally): boolean {
  return answers >= ENOUGH && read - (present.get(field) ?? 0) >= answers * NEARLY_ALL;
}

/** Unchanged answers still lack it, and are not read. */
function isStillGone(field: string, { read, present }: Tally): boolean {
  return read < ENOUGH || (present.get(field) ?? 0) <= read * NEARLY_NONE;
}

/** Remembers which fields nearly all answers had. */
export function rememberUsual(
  answers: AnswerKind,
  { read, present }: Tally,
  before: LastUsual,
  now: UnixSeconds,
): LastUsual {
  if (read < ENOUGH) return before;
  const usual = MAY_BE_GONE[answers].filter((field) => (present.get(field) ?? 0) >= read * NEARLY_ALL);
  return { ...before, ...Object.fromEntries(usual.map((field) => [usualKey(answers, field), now])) };
}

/** Name used by the first version, whose stored state is still read. */
function usualKey(answers: AnswerKind, field: string): string {
  return `${answers === 'list' ? 'list entries' : 'usage answers'} ${field}`;
}
