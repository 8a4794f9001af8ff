import { z } from 'zod';
import { LATEST_INSTANT } from '../clock.js';

/** How the clock is moved over HTTP. */
export const moveSchema = z.strictObject({
  set: z.number().min(0).max(LATEST_INSTANT).exactOptional().describe('Unix seconds.'),
  advance: z.number().min(0).max(LATEST_INSTANT).exactOptional().describe('Seconds.'),
  speed: z.number().min(0).max(1e9).exactOptional().describe('Simulated seconds for each real one.'),
});
