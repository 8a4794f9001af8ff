import { userInfo } from 'node:os';
import { formatInstant, matcherMatches, parseNewMatcher, subjectOf, type UnixSeconds } from '@roamwatch/core';
import type { Silence } from '@roamwatch/store';
import { isoInstant } from '../../../iso-instant.js';
import { knownRules } from '../../../known-rules.js';
import { parsed } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import { printResult } from '../../output.js';
import { readerOf } from '../../reader.js';
import type { Column } from '../../terminal/column.js';
import { tableOf } from '../../terminal/table.js';
import { instantCell, relative } from '../../terminal/times.js';
import type { StoreAccess } from '../../with-store.js';

export async function silence(
  access: StoreAccess,
  matcher: string,
  endsAt: UnixSeconds,
  comment: string,
): Promise<void> {
  const { store, config, options, now } = access;
  const rules = await knownRules(access);
  const match = parsed(() => parseNewMatcher(matcher, rules));
  const open = await store.alerts.open();
  const covered = open.filter((alert) => matcherMatches(match, subjectOf(alert))).length;
  const id = await store.silences.add({
    matcher,
    comment,
    createdAt: now,
    endsAt,
    createdBy: userInfo().username,
  });
  const until = `${formatInstant(endsAt, config.timeZone)} (${relative(endsAt, now)})`;
  printResult(
    options,
    { id, matcher, endsAt: isoInstant(endsAt), comment, covered },
    () =>
      `Silence ${id} mutes notifications for ${matcher} until ${until}. ${coverText(covered, open.length)}\nEnd it with: roamwatch alerts unsilence ${id}`,
  );
}

/** Shows a matcher that was mistyped. */
function coverText(covered: number, open: number): string {
  if (open === 0) return 'No alert is open now.';
  return `Open alerts it covers: ${covered === 0 ? 'none' : covered} of ${open}.`;
}

export async function showSilences(access: StoreAccess): Promise<void> {
  const { store, options, now } = access;
  const silences = await store.silences.all();
  const json = silences.map((one) => ({
    ...one,
    createdAt: isoInstant(one.createdAt),
    endsAt: isoInstant(one.endsAt),
    active: one.endsAt > now,
  }));
  printResult(options, json, () =>
    silences.length === 0 ? 'No silences.' : tableOf(columns(access), silences),
  );
}

function columns(access: StoreAccess): readonly Column<Silence>[] {
  const ends = instantCell(({ endsAt }: Silence) => endsAt, readerOf(access));
  const orEnded = (form: (one: Silence) => string) => (one: Silence) =>
    one.endsAt > access.now ? form(one) : 'ended';
  return [
    { title: 'ID', cell: ({ id }) => String(id), align: 'right' },
    { title: 'MATCHER', cell: ({ matcher }) => matcher },
    { title: 'ENDS', cell: orEnded(ends.cell), brief: orEnded(ends.brief) },
    { title: 'BY', cell: ({ createdBy }) => createdBy ?? '', drop: 1 },
    { title: 'COMMENT', cell: ({ comment }) => comment, wraps: 24 },
  ];
}

export async function unsilence({ store, options, now }: StoreAccess, id: number): Promise<void> {
  if (!(await store.silences.end(id, now, userInfo().username))) {
    throw new UsageError(`no silence ${id} is active; \`roamwatch alerts silences\` lists those that are`);
  }
  printResult(
    options,
    { ended: id },
    () => `Silence ${id} ended. Alerts still open are sent within a minute (or with the next poll).`,
  );
}
