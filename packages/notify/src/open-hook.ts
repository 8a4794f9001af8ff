import type { Channel } from './channel.js';
import type { HookKind, HookSecrets } from './channels.js';
import type { Connect } from './http/connect.js';
import { createSlackChannel } from './slack/send.js';
import { createTeamsChannel } from './teams/send.js';
import { createWebhookChannel } from './webhook/send.js';

/** How a hook is reached, and at what pace. */
export interface HookOptions {
  /** Least time between two messages to one hook, in milliseconds of real time; left out: what the channel allows. */
  readonly minIntervalMs?: number;
  /** Left out: straight to the hook. */
  readonly connect?: Connect;
}

/** How each hook is opened. */
const OPEN: {
  readonly [Kind in HookKind]: (secrets: HookSecrets<Kind>, options: HookOptions) => Channel;
} = {
  slack: (secrets, options) => createSlackChannel({ ...secrets, ...options }),
  teams: (secrets, options) => createTeamsChannel({ ...secrets, ...options }),
  webhook: ({ url, secret }, { connect }) =>
    createWebhookChannel({ url, ...(secret === null ? {} : { secret }), ...(connect ? { connect } : {}) }),
};

/** Opens the channel of a hook. It connects with the first message. */
export function openHook<Kind extends HookKind>(
  kind: Kind,
  secrets: HookSecrets<Kind>,
  options: HookOptions = {},
): Channel {
  return OPEN[kind](secrets, options);
}
