import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Access } from '../access/access.js';
import { iconPath } from '../live/icon-path.js';
import { titlePrefix } from '../live/title-prefix.js';
import type { LiveWatch } from '../live/watch.js';
import type { LiveState } from '../ports/changes.js';
import type { PageEnv, Viewing } from './viewing.js';

/** More than that is no office with the page open. */
const MOST_LISTENERS = 200;
/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 25_000;

/** Reports when something changed; the page then fetches itself. `revision` is that of the page as it was loaded. */
export function eventRoutes(access: Access, watch: LiveWatch, viewing: Viewing) {
  return new Hono<PageEnv>().get('/events', async (c) => {
    if (watch.listeners >= MOST_LISTENERS)
      return c.text('too many listeners\n', 503, { 'Retry-After': '60' });
    const { words, format } = viewing.bare(c);
    const loaded = c.req.query('revision') ?? '';
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      // After a logout, or when the session expired, nothing more is sent.
      const mayListen = async () => {
        const person = await access.identify(c);
        if (person === null) await stream.close();
        return person !== null;
      };
      const send = async (state: LiveState) => {
        if (!(await mayListen())) return;
        await stream.writeSSE({
          event: 'change',
          data: JSON.stringify({
            revision: state.revision,
            icon: iconPath(state),
            prefix: titlePrefix(words, format, state),
          }),
        });
      };
      const stop = watch.listen(loaded, (state) => void send(state));
      stream.onAbort(stop);
      try {
        while (!stream.aborted && !stream.closed) {
          await stream.sleep(HEARTBEAT_MS);
          if (stream.aborted || !(await mayListen())) break;
          await stream.writeSSE({ event: 'alive', data: '' });
        }
      } finally {
        stop();
      }
    });
  });
}
