import { journalBeside, openInbox, type PushInbox, recordEvents, type ServedWork } from '@roamwatch/monitor';
import type { Context } from './context.js';

/**
 * Where the provider's events are stored. A database file has one writer, which nobody is kept waiting for: events go into a journal
 * beside it first. A server takes them at once.
 */
export function openPushInbox(current: () => Context, work: ServedWork): Promise<PushInbox> {
  const { config, log, now } = current();
  const { server, file } = config.database;
  return openInbox({
    log,
    now,
    journal: server === undefined ? journalBeside(file) : null,
    async record(events, rejected) {
      const ctx = current();
      if (rejected.length > 0) await ctx.store.push.reject(rejected, ctx.now());
      const { poll, deliver } = await recordEvents(ctx, events);
      if (poll) work.pushed();
      if (deliver) work.tick();
    },
  });
}
