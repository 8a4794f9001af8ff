import { statSync } from 'node:fs';
import { RoamifyError } from '@roamwatch/client';
import { StoreError } from '@roamwatch/store';
import type { Config } from '../config/config.js';
import { type Context, createContext } from '../context.js';
import { readInventory } from '../inventory/index.js';
import type { Logger } from '../log.js';

/** One thing that was looked at, what was found, and what to do about it. */
export interface Finding {
  readonly item: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint: string | null;
}

/** What can be said without asking anybody. The configuration itself has been read when this runs. */
export function checkConfiguration(config: Config): readonly Finding[] {
  const findings = [
    good(
      'configuration',
      `${config.file}: ${config.rules.length} rules, ${config.receivers.length} receivers`,
    ),
  ];
  if (config.receivers.length === 0) {
    findings.push(bad('receivers', 'nobody is told of anything', 'name at least one under receivers'));
  }
  if (config.inventory !== null) findings.push(checkInventory(config.inventory));
  return findings;
}

function checkInventory(file: string): Finding {
  try {
    const { entries, problems } = readInventory(file);
    if (problems.length === 0) return good('inventory', `${file}: ${entries.length} entries`);
    const lines = problems.map((problem) => `line ${problem.line}: ${problem.message}`);
    return bad('inventory', `${file}: ${problems.length} lines cannot be used`, lines.join('\n      '));
  } catch (error) {
    return bad('inventory', textOf(error), 'create the file or remove the key');
  }
}

/** Tries everything the configuration names, for real but without sending a message. */
export async function checkOnline(config: Config, log: Logger): Promise<readonly Finding[]> {
  let ctx: Context;
  try {
    ctx = createContext(config, { log });
  } catch (error) {
    if (error instanceof StoreError) return [bad('database', error.message, null)];
    throw error;
  }
  try {
    return [checkDatabase(ctx), await checkApi(ctx), ...(await checkChannels(ctx))];
  } finally {
    await ctx.close();
  }
}

function checkDatabase({ store }: Context): Finding {
  const mode = (statSync(store.file).mode & 0o777).toString(8);
  if (mode !== '600') return bad('database', `${store.file} has mode ${mode}`, `chmod 600 ${store.file}`);
  return good('database', store.file);
}

async function checkApi({ api, config }: Context): Promise<Finding> {
  try {
    for await (const batch of api.listEsims({ limit: 1 })) {
      return good(
        'API',
        `${config.api.baseUrl} accepts the token and lists ${batch.esims.length > 0 ? 'eSIMs' : 'nothing'}`,
      );
    }
    return good('API', `${config.api.baseUrl} accepts the token; the account has no eSIMs`);
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    const hint = error.refused
      ? 'the token is wrong, was rotated, or lacks permission: get a current one from the provider'
      : 'look at api.baseUrl and at whether this machine can reach it';
    return bad('API', error.message, hint);
  }
}

async function checkChannels({ channels, config }: Context): Promise<readonly Finding[]> {
  return Promise.all(
    config.receivers.map(async ({ name, channel }) => {
      const wrong = await channels.get(name)?.probe();
      return wrong
        ? bad(`receiver ${name}`, wrong, CHANNEL_HINTS[channel.kind])
        : good(`receiver ${name}`, `${channel.kind} answers`);
    }),
  );
}

const CHANNEL_HINTS = {
  email: 'look at smtp.host, port, username and password',
  slack: 'make a new incoming webhook in Slack and store its URL where the configuration points',
  webhook: 'look at webhook.url and at whether this machine can reach it',
} as const;

function good(item: string, message: string): Finding {
  return { item, ok: true, message, hint: null };
}

function bad(item: string, message: string, hint: string | null): Finding {
  return { item, ok: false, message, hint };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
