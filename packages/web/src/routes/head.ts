import type { MiddlewareHandler } from 'hono';

/**
 * HEAD is answered as GET is, without its body. That body is ended here: nobody will read it, and a stream that nobody reads
 * keeps open what it reads from, such as a snapshot of the database or a place among the listeners.
 */
export const endBodyOfHead: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method === 'HEAD') await c.res.body?.cancel();
};
