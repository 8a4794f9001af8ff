import { ruleNames } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Config } from './config/config.js';

/** The rules that an alert can be of: those there are, and those of open alerts, whose rule may have been removed. */
export async function knownRules({
  store,
  config,
}: {
  readonly store: Store;
  readonly config: Config;
}): Promise<readonly string[]> {
  const { rules } = await store.pages.alertCounts();
  return [...new Set([...ruleNames(config), ...rules])];
}
