/** The state of a channel for an operator. */
export interface ChannelDescription {
  /** As `check` names it: "Slack". */
  readonly title: string;
  /** For the reader of the configuration's schema: "By a Slack incoming webhook." */
  readonly about: string;
}

/** A secret that a hook takes from its section of a receiver, as `KEY` or as `KEYFile`. */
export interface HookSecret {
  /** In words, as `check` names the file it comes from: "hook", "signing secret". */
  readonly title: string;
  /** The fault of a section without it; null where it may be left out. */
  readonly required: string | null;
  /** It must be an address that begins with http:// or https://. */
  readonly isUrl: boolean;
  /** Its purpose, where the name does not show it. */
  readonly about?: string;
}

/** A channel that posts to an address. All it needs is in its section of a receiver, and secret. */
export interface HookDescription extends ChannelDescription {
  readonly secrets: Readonly<Record<string, HookSecret>>;
  /** Receivers with the same value of this secret share a channel, so that its pace applies to all; null: none do. */
  readonly sharedBy: string | null;
}
