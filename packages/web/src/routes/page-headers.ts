import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];

const secured = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: SELF,
    connectSrc: SELF,
    formAction: SELF,
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
  // Without TLS it has no effect; behind a proxy it is the proxy's task.
  strictTransportSecurity: false,
});

/** No script or style but ours, no frame, nothing kept by anybody in between. */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await secured(c, async () => {
    await next();
  });
  if (c.res.headers.get('Cache-Control') === null) c.res.headers.set('Cache-Control', 'no-store');
};
