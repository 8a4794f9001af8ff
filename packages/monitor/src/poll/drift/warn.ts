import { DAY, DOCUMENTED_STATUSES, type Seconds } from '@roamwatch/core';
import type { PollContext } from '../context.js';
import { type Drift, LIST_FIELDS, type Tally, USAGE_FIELDS } from './observe.js';

type DriftContext = {
  readonly store: Pick<PollContext['store'], 'settings'>;
  readonly config: Pick<PollContext['config'], 'poll'>;
} & Pick<PollContext, 'now'>;

const LAST_USUAL_KEY = 'drift.last-usual';
const STATUSES_KEY = 'drift.statuses';

/** Fewer answers than this say nothing about the provider. */
const ENOUGH = 5;
/** A fault in this share of all answers is the provider's, not an eSIM's. */
const WIDESPREAD = 0.5;
/** A field is usual when nearly all have it, and gone when nearly none has. */
const NEARLY_ALL = 0.9;
const NEARLY_NONE = 0.1;
/** A field that is gone for so long is not coming back: nobody needs a warning any more. */
const MOURNED: Seconds = 7 * DAY;

/**
 * Notices when what the provider sends changes its shape: a field that is gone, figures in another format, a status
 * that is new. Each single thing is rejected or taken as unknown; this says that it is not about single eSIMs.
 * Remembers what is usual.
 *
 * @returns warnings for the operator, each with an example.
 */
export function driftWarnings(ctx: DriftContext, { list, usage, statuses }: Drift): readonly string[] {
  return [
    ...tallyWarnings(ctx, 'list entries', list, Object.keys(LIST_FIELDS)),
    ...tallyWarnings(ctx, 'usage answers', usage, Object.keys(USAGE_FIELDS)),
    ...newStatuses(ctx, statuses),
  ];
}

function newStatuses({ store, config }: DriftContext, statuses: Drift['statuses']): readonly string[] {
  const known = new Set<string>([
    ...DOCUMENTED_STATUSES,
    ...((store.settings.get(STATUSES_KEY) ?? []) as readonly string[]),
  ]);
  const unheardOf = [...statuses].filter(([status]) => !known.has(status));
  if (unheardOf.length === 0) return [];
  store.settings.set(STATUSES_KEY, [...known, ...unheardOf.map(([status]) => status)]);
  return unheardOf.map(([status, { count, example }]) => {
    const asked = config.poll.statuses.includes(status)
      ? ''
      : '; it is not asked for usage unless poll.statuses names it';
    return `the provider has a new status ${status}: ${count} eSIMs, for example ${example}${asked}`;
  });
}

function tallyWarnings(
  ctx: DriftContext,
  kind: string,
  tally: Tally,
  fields: readonly string[],
): readonly string[] {
  if (tally.answers < ENOUGH) return [];
  const faults = widespreadFaults(kind, tally);
  // A field that cannot be read looks as if it were gone; the fault says more.
  return faults.length > 0 ? faults : goneFields(ctx, kind, tally, fields);
}

function widespreadFaults(kind: string, { answers, faults }: Tally): readonly string[] {
  return [...faults]
    .filter(([, { count }]) => count >= answers * WIDESPREAD)
    .map(
      ([reason, { count, example }]) =>
        `${reason} in ${Math.min(count, answers)} of ${answers} ${kind}, for example ${example}: the provider may have changed its format`,
    );
}

function goneFields(
  { store, now }: DriftContext,
  kind: string,
  { answers, present, example }: Tally,
  fields: readonly string[],
): readonly string[] {
  const lastUsual = { ...(store.settings.get(LAST_USUAL_KEY) as Record<string, number> | undefined) };
  const gone: string[] = [];
  for (const field of fields) {
    const key = `${kind} ${field}`;
    const share = (present.get(field) ?? 0) / answers;
    if (share >= NEARLY_ALL) lastUsual[key] = now();
    if (share <= NEARLY_NONE && now() - (lastUsual[key] ?? 0) < MOURNED) gone.push(field);
  }
  store.settings.set(LAST_USUAL_KEY, lastUsual);
  return gone.map(
    (field) =>
      `${field} is gone from nearly all of ${answers} ${kind}, for example of ${example}: the provider may have changed its format`,
  );
}
