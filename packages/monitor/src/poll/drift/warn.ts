import { DAY, isPolled, KNOWN_STATUSES, type Seconds, type UnixSeconds } from '@roamwatch/core';
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
/** A field that is gone for so long is not coming back: no warning is needed any more. */
const REMEMBERED: Seconds = 7 * DAY;

/**
 * Notices when what the provider sends changes its shape: a field that is gone, figures in another format, a status
 * that is new. Each single thing is rejected or taken as unknown; this says that it is not about single eSIMs.
 * Remembers what is usual.
 *
 * @returns warnings for the operator, each with an example.
 */
export async function driftWarnings(ctx: DriftContext, drift: Drift): Promise<readonly string[]> {
  const { warnings } = await ctx.store.settings.change([LAST_USUAL_KEY, STATUSES_KEY], (was) => {
    const lastUsual = (was[LAST_USUAL_KEY] ?? {}) as LastUsual;
    const list = tallyWarnings(ctx, 'list entries', drift.list, Object.keys(LIST_FIELDS), lastUsual);
    const usage = tallyWarnings(ctx, 'usage answers', drift.usage, Object.keys(USAGE_FIELDS), list.lastUsual);
    const statuses = newStatuses(ctx, drift.statuses, (was[STATUSES_KEY] ?? []) as readonly string[]);
    return {
      set: {
        ...(usage.lastUsual === lastUsual ? {} : { [LAST_USUAL_KEY]: usage.lastUsual }),
        ...(statuses.known === null ? {} : { [STATUSES_KEY]: statuses.known }),
      },
      warnings: [...list.warnings, ...usage.warnings, ...statuses.warnings],
    };
  });
  return warnings;
}

/** When a field was last usual, by the kind of answer and its name. */
type LastUsual = Readonly<Record<string, UnixSeconds>>;

interface TallyWarnings {
  readonly warnings: readonly string[];
  readonly lastUsual: LastUsual;
}

function newStatuses(
  { config }: DriftContext,
  statuses: Drift['statuses'],
  seenBefore: readonly string[],
): { readonly warnings: readonly string[]; readonly known: readonly string[] | null } {
  const known = new Set<string>([...KNOWN_STATUSES, ...seenBefore]);
  const added = [...statuses].filter(([status]) => !known.has(status));
  if (added.length === 0) return { warnings: [], known: null };
  const warnings = added.map(([status, { count, example }]) => {
    const polled = isPolled(config.poll.statuses, status)
      ? ''
      : '; it is not polled for usage unless poll.statuses names it';
    return `the provider has a new status ${status}: ${count} eSIMs, for example ${example}${polled}`;
  });
  return { warnings, known: [...known, ...added.map(([status]) => status)] };
}

function tallyWarnings(
  ctx: DriftContext,
  kind: string,
  tally: Tally,
  fields: readonly string[],
  lastUsual: LastUsual,
): TallyWarnings {
  if (tally.answers < ENOUGH) return { warnings: [], lastUsual };
  const faults = widespreadFaults(kind, tally);
  // A field that cannot be read looks as if it were gone; the fault says more.
  return faults.length > 0
    ? { warnings: faults, lastUsual }
    : goneFields(ctx, kind, tally, fields, lastUsual);
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
  { now }: DriftContext,
  kind: string,
  { answers, present, example }: Tally,
  fields: readonly string[],
  usualBefore: LastUsual,
): TallyWarnings {
  const lastUsual: Record<string, UnixSeconds> = { ...usualBefore };
  const gone: string[] = [];
  for (const field of fields) {
    const key = `${kind} ${field}`;
    const share = (present.get(field) ?? 0) / answers;
    if (share >= NEARLY_ALL) lastUsual[key] = now();
    if (share <= NEARLY_NONE && now() - (lastUsual[key] ?? 0) < REMEMBERED) gone.push(field);
  }
  const warnings = gone.map(
    (field) =>
      `${field} is missing in nearly all of ${answers} ${kind}, for example of ${example}: the provider may have changed its format`,
  );
  return { warnings, lastUsual };
}
