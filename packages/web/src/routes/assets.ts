import { Hono } from 'hono';
import { asset, isAssetName } from '../assets.js';

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Style, scripts and icons. They contain no data, so no login is needed. */
export function assetRoutes() {
  return new Hono().get('/assets/:name', (c) => {
    const name = c.req.param('name');
    if (!isAssetName(name)) return c.text('not found\n', 404);
    const { body, type, version } = asset(name);
    const isPinned = c.req.query('v') === version;
    return c.body(body, 200, {
      'Content-Type': type,
      'Cache-Control': isPinned ? FOR_EVER : 'public, max-age=300',
    });
  });
}
