import { email } from './email/config.js';
import type { ChannelDescription } from './hook.js';
import { slack } from './slack/config.js';
import { teams } from './teams/config.js';
import { webhook } from './webhook/config.js';

/** Every hook, by its key in a receiver. It can be imported alone, without what it takes to send. */
export const HOOKS = { slack, teams, webhook } as const;

/** A channel that posts to an address. */
export type HookKind = keyof typeof HOOKS;
/** The key of a channel in a receiver's section of the configuration. */
export type ChannelKind = 'email' | HookKind;

/** Every channel with its description. */
export const CHANNELS: Readonly<Record<ChannelKind, ChannelDescription>> = { email, ...HOOKS };

/** The secrets of a hook, by key. One that may be left out can be null. */
export type HookSecrets<Kind extends HookKind> = {
  readonly [Key in keyof (typeof HOOKS)[Kind]['secrets']]: (typeof HOOKS)[Kind]['secrets'][Key] extends {
    required: string;
  }
    ? string
    : string | null;
};
