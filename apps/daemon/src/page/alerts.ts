import { MatcherError, matcherMatches, parseNewMatcher, subjectOf } from '@roamwatch/core';
import type { AlertSource } from '@roamwatch/web';
import type { Context } from '../context.js';
import { knownRules } from '../known-rules.js';
import { NOTIFICATION_STATES } from '../notification-states.js';
import { alertLines, silenceLine } from './alert-line.js';

/** As many alerts as a preview of a silence names. */
const EXAMPLES = 5;
const PAST_SILENCES = 50;

export function alertSource(current: () => Context): AlertSource {
  return {
    async alerts(query) {
      const ctx = current();
      const page = await ctx.store.pages.alerts({ ...query, now: ctx.now() });
      const { rules } = await ctx.store.pages.alertCounts();
      return { rows: await alertLines(ctx, page.rows), next: page.next, rules };
    },
    async alert(id) {
      const ctx = current();
      const { pages } = ctx.store;
      const stored = await pages.alert(id, ctx.now());
      if (stored === null) return null;
      const [line] = await alertLines(ctx, [stored]);
      if (line === undefined) return null;
      const [events, notified] = await Promise.all([pages.eventsOf(id), pages.notificationsOf(id)]);
      return {
        line,
        events,
        notified: notified.map(({ state, ...rest }) => ({ ...rest, state: NOTIFICATION_STATES[state] })),
      };
    },
    async silences() {
      const { store, now } = current();
      const all = (await store.silences.all()).map((silence) => silenceLine(silence, now())).toReversed();
      const past = all.filter(({ active }) => !active);
      return [...all.filter(({ active }) => active), ...past.slice(0, PAST_SILENCES)];
    },
    async coveredBy(texts) {
      const ctx = current();
      try {
        const rules = await knownRules(ctx);
        const matchers = texts.map((text) => parseNewMatcher(text, rules));
        const open = await ctx.store.pages.openSubjects(ctx.now());
        const covered = open.filter((alert) => {
          const subject = subjectOf(alert);
          return matchers.some((matcher) => matcherMatches(matcher, subject));
        });
        const first = await Promise.all(
          covered.slice(0, EXAMPLES).map(({ id }) => ctx.store.pages.alert(id, ctx.now())),
        );
        return {
          fault: null,
          open: open.length,
          covered: covered.length,
          examples: await alertLines(
            ctx,
            first.filter((alert) => alert !== null),
          ),
        };
      } catch (error) {
        if (!(error instanceof MatcherError)) throw error;
        return { fault: error.fault, open: 0, covered: 0, examples: [] };
      }
    },
  };
}
